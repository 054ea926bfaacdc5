package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that holds what a trial's scripts have printed, one session after the other. Scripts
 * write to it themselves; once it has half of what it may take, what it holds is moved to a second
 * file, over what that held before.
 */
final class TrialLog {

  /** The folder of the logs below that of the study. */
  static final String FOLDER = "logs";

  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 5;
  private static final int LINE_LENGTH = 160;
  private static final int MOST_KEPT = 1 << 16;
  private static final String BEGINNING = "=== thaw: ";

  private final Path file;
  private final long limit;

  private TrialLog(Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * The log of a trial, in the study's folder unless the study names another one.
   *
   * @param folder the folder that the study names, for the logs of several studies
   * @param limit bytes that the log may take
   */
  static TrialLog of(TrialSetup setup, Optional<Path> folder, long limit) throws IOException {
    String study = folderName(setup.study());
    Path place = folder.map(f -> f.resolve(study)).orElse(setup.folder().resolve(FOLDER));
    Files.createDirectories(place);
    return new TrialLog(place.resolve(fileName(setup.trial())), limit);
  }

  /** The folder of a study's logs, where one folder holds those of several studies. */
  static String folderName(String study) {
    return study.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  static String fileName(int trial) {
    return "trial-%05d.log".formatted(trial);
  }

  /** Its place. */
  Path file() {
    return file;
  }

  /** Adds a line that says where a session begins; from which byte on what it prints follows. */
  long begin(List<String> command, int lastEpoch) throws IOException {
    append("epoch %d follows; %s".formatted(lastEpoch + 1, String.join(" ", command)));
    return Files.size(file);
  }

  private void append(String line) throws IOException {
    Files.writeString(
        file,
        "%s%s%n".formatted(BEGINNING, line),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Whether it has grown so much that it is to be cut. */
  boolean isTooLong() throws IOException {
    return Files.size(file) > limit / 2;
  }

  /**
   * Moves all but the last lines of a session to the second file. Nobody may write meanwhile.
   *
   * @param start from which byte on the session prints
   * @return from which byte on what the session has printed and will print follows now
   */
  long cut(long start) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] kept = lastLines(log, start);
      moveAside(log);
      log.setLength(0);
      append(
          "this log passed half of its limit (%s); older lines are in %s, and those before are gone"
              .formatted(ByteSize.show(limit), aside().getFileName()));
      long from = log.length();
      log.seek(from);
      log.write(kept);
      return from;
    }
  }

  private byte[] lastLines(RandomAccessFile log, long start) throws IOException {
    long from = Math.max(start, log.length() - Math.min(MOST_KEPT, limit / 4));
    byte[] bytes = new byte[(int) Math.max(0, log.length() - from)];
    log.seek(from);
    log.readFully(bytes);
    return bytes;
  }

  private void moveAside(RandomAccessFile log) throws IOException {
    log.seek(Math.max(0, log.length() - limit / 2));
    byte[] buffer = new byte[1 << 16];
    try (RandomAccessFile target = new RandomAccessFile(aside().toFile(), "rw")) {
      target.setLength(0);
      for (int read = log.read(buffer); read > 0; read = log.read(buffer)) {
        target.write(buffer, 0, read);
      }
    } catch (IOException diskIsFull) {
      // The script must go on, and needs the room more.
      Files.deleteIfExists(aside());
    }
  }

  /** Where older lines are. */
  private Path aside() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /**
   * Writes the sealed metrics of an epoch down, one line of JSON in a file beside the log, for the
   * study's end. The last line of an epoch counts.
   */
  void seal(int epoch, Map<String, Double> sealed) throws IOException {
    if (sealed.isEmpty()) {
      return;
    }
    String numbers = ClientMessage.JSON.writeValueAsString(sealed);
    Files.writeString(
        sealedFile(),
        "{\"epoch\":%d,\"sealed\":%s}%n".formatted(epoch, numbers),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private Path sealedFile() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".sealed.jsonl");
  }

  /**
   * The last lines that were printed since the session began, cut short, each on a line of its own,
   * below the place of the log.
   */
  String tail() {
    String read = read();
    int beginning = read.lastIndexOf(BEGINNING);
    List<String> lines =
        read.substring(Math.max(0, beginning))
            .lines()
            .skip(beginning < 0 ? 0 : 1)
            .filter(line -> !line.isBlank())
            .toList();
    StringBuilder shown = new StringBuilder("\nLog: ").append(file);
    for (String line : lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) {
      shown.append("\n| ").append(line, 0, Math.min(LINE_LENGTH, line.length()));
    }
    return shown.toString();
  }

  private String read() {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, opened.length() - TAIL_BYTES);
      opened.seek(from);
      byte[] bytes = new byte[(int) (opened.length() - from)];
      int read = opened.read(bytes);
      return new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // A message without its last lines is better than none.
      return "";
    }
  }
}
