package dev.thaw.workers.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a trial's scripts have printed so far, to be read while they print more. Nothing is written.
 *
 * @param file the log; there is none before its first script has begun, nor on other machines
 */
public record TrialOutput(Path file) {

  /**
   * A part of a log.
   *
   * @param text its text; what is no UTF-8 is replaced
   * @param end the place behind its last byte: where the next part begins. Less than that of a part
   *     before it once the log was cut, which then begins anew
   */
  public record Part(String text, long end) {}

  /**
   * The output of a trial.
   *
   * @param folder the study's folder on this machine
   * @param options those of the study's trainer
   */
  public static TrialOutput of(Path folder, String study, int trial, Map<String, Object> options) {
    Path place =
        options.get(ProcessOptions.LOGS) instanceof String named
            ? Path.of(named).toAbsolutePath().resolve(TrialLog.folderName(study))
            : folder.resolve(TrialLog.FOLDER);
    return new TrialOutput(place.resolve(TrialLog.fileName(trial)));
  }

  /** Whether there is a log. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /**
   * Its last lines.
   *
   * @param bytes how much at most; whole lines, unless one is longer
   */
  public Part tail(int bytes) throws IOException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - bytes);
      Part part = read(log, from, bytes);
      int line = from == 0 ? -1 : part.text().indexOf('\n');
      boolean whole = line < 0 || line == part.text().length() - 1;
      return whole ? part : new Part(part.text().substring(line + 1), part.end());
    }
  }

  /**
   * What follows a place, as far as it is printed; from the beginning if the log was cut meanwhile.
   *
   * @param end {@link Part#end} of the part before
   * @param bytes how much at most
   */
  public Part after(long end, int bytes) throws IOException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      return read(log, end > log.length() ? 0 : end, bytes);
    }
  }

  private static Part read(RandomAccessFile log, long from, int bytes) throws IOException {
    byte[] buffer = new byte[(int) Math.min(bytes, Math.max(0, log.length() - from))];
    log.seek(from);
    int read = 0;
    while (read < buffer.length) {
      int more = log.read(buffer, read, buffer.length - read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    int whole = read == bytes ? wholeCharacters(buffer, read) : read;
    return new Part(new String(buffer, 0, whole, StandardCharsets.UTF_8), from + whole);
  }

  /** Leaves out the beginning of a character whose other bytes come with the next part. */
  private static int wholeCharacters(byte[] bytes, int length) {
    int start = length - 1;
    while (start > 0 && start > length - 4 && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    int lead = bytes[start] & 0xFF;
    int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return start > 0 && start + size > length ? start : length;
  }
}
