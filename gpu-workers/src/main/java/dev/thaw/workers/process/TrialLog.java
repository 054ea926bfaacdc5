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
 * The file that holds all that a trial's scripts have printed, one session after the other.
 *
 * @param file its place
 */
record TrialLog(Path file) {

  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 5;
  private static final int LINE_LENGTH = 160;
  private static final String BEGINNING = "=== thaw: ";

  /**
   * The log of a trial, in the folder that the study names, or the system property {@code
   * thaw.trialLogs}, or one below the folder for temporary files.
   */
  static TrialLog of(TrialSetup setup, Optional<Path> folder) throws IOException {
    String study = setup.study().replaceAll("[^A-Za-z0-9_.-]", "_");
    Path directory = Files.createDirectories(folder.orElseGet(TrialLog::place).resolve(study));
    return new TrialLog(directory.resolve("trial-%05d.log".formatted(setup.trial())));
  }

  private static Path place() {
    String named = System.getProperty("thaw.trialLogs");
    return named != null
        ? Path.of(named)
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "thaw-" + System.getProperty("user.name") + "-logs");
  }

  /** Adds a line that says where a session begins; from which byte on what it prints follows. */
  long begin(List<String> command, int lastEpoch) throws IOException {
    Files.writeString(
        file,
        "%sepoch %d follows; %s%n".formatted(BEGINNING, lastEpoch + 1, String.join(" ", command)),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return Files.size(file);
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
