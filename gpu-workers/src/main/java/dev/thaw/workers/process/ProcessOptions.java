package dev.thaw.workers.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options of a study's {@code trainer} section, checked.
 *
 * @param command program and arguments, with placeholders; not empty
 * @param env added to the script's environment, with placeholders
 * @param workingDirectory the folder in which the script runs; absolute
 * @param metrics a pattern with one group for each metric of a script that speaks no protocol;
 *     empty if it speaks the protocol
 * @param startTimeLimit how long a script may take until it says hello
 * @param stopTimeLimit how long a script may take to end when it is told to
 * @param logs the folder for the logs of the trials, if the study names one
 */
record ProcessOptions(
    List<String> command,
    Map<String, String> env,
    Path workingDirectory,
    Map<String, Pattern> metrics,
    Duration startTimeLimit,
    Duration stopTimeLimit,
    Optional<Path> logs) {

  static final List<String> NAMES =
      List.of(
          "command",
          "env",
          "workingDirectory",
          "metrics",
          "startTimeLimit",
          "stopTimeLimit",
          "logs");

  /**
   * The options of a section.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static ProcessOptions of(Map<String, Object> options) {
    OptionReader reader = new OptionReader(options);
    ProcessOptions read = read(reader);
    if (!reader.problems().isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", reader.problems()));
    }
    return read;
  }

  /** One sentence for each thing wrong with the options. */
  static List<String> problemsWith(Map<String, Object> options) {
    OptionReader reader = new OptionReader(options);
    read(reader);
    return reader.problems();
  }

  /** Whether the script speaks the protocol. */
  boolean speaks() {
    return metrics.isEmpty();
  }

  private static ProcessOptions read(OptionReader reader) {
    reader.onlyKnow(NAMES);
    Path directory = reader.workingDirectory();
    return new ProcessOptions(
        reader.command(directory),
        reader.environment(),
        directory,
        reader.metrics(),
        reader.seconds("startTimeLimit", 300),
        reader.seconds("stopTimeLimit", 10),
        reader.text("logs").map(Path::of).map(Path::toAbsolutePath));
  }
}
