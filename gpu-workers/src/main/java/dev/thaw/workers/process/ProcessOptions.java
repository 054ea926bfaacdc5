package dev.thaw.workers.process;

import dev.thaw.workers.launch.SearchPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options of a study's {@code trainer} section, checked.
 *
 * @param command program and arguments, with placeholders; not empty
 * @param env added to the script's environment, with placeholders
 * @param python the virtual or conda environment to use, if the study names one
 * @param workingDirectory the folder in which the script runs; absolute
 * @param metrics a pattern with one group for each metric of a script that speaks no protocol;
 *     empty if it speaks the protocol
 * @param startTimeLimit how long a script may take until it says hello
 * @param stopTimeLimit how long a script may take to end when it is told to
 * @param logs the folder for the logs of the trials, if the study names one
 * @param logLimit bytes that the logs of one trial may take
 * @param snapshot whether to copy the code, if the study says so
 * @param online whether the script looks at its parameters anew in each epoch
 */
record ProcessOptions(
    List<String> command,
    Map<String, String> env,
    Optional<PythonEnvironment> python,
    Path workingDirectory,
    Map<String, Pattern> metrics,
    Duration startTimeLimit,
    Duration stopTimeLimit,
    Optional<Path> logs,
    long logLimit,
    Optional<Boolean> snapshot,
    boolean online) {

  private static final long LEAST_LOG = 1 << 16;
  private static final long USUAL_LOG = 64 << 20;

  /** The key of the folder for the logs. */
  static final String LOGS = "logs";

  static final List<String> NAMES =
      List.of(
          "command",
          "env",
          "venv",
          "conda",
          "workingDirectory",
          "snapshot",
          "metrics",
          "startTimeLimit",
          "stopTimeLimit",
          LOGS,
          "logLimit",
          "online");

  /**
   * The options of a section. Whether what they name exists is not looked at.
   *
   * @param source the folder that was copied when the study began, if one was
   * @throws IllegalArgumentException if one of them is wrong
   */
  static ProcessOptions of(Map<String, Object> options, Optional<Path> source) {
    OptionReader reader = new OptionReader(options);
    ProcessOptions read = read(reader, source);
    if (!reader.problems().isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", reader.problems()));
    }
    return read;
  }

  /** The options of a section whose code was not copied. */
  static ProcessOptions of(Map<String, Object> options) {
    return of(options, Optional.empty());
  }

  /** One sentence for each thing wrong with the options, and for each that they name in vain. */
  static List<String> problemsWith(Map<String, Object> options) {
    OptionReader reader = new OptionReader(options);
    ProcessOptions read = read(reader, Optional.empty());
    return reader.problems().isEmpty() ? CommandChecks.missing(read) : reader.problems();
  }

  /** The same, and one sentence for each placeholder that no parameter can fill. */
  static List<String> problemsWith(Map<String, Object> options, Set<String> parameters) {
    OptionReader reader = new OptionReader(options);
    ProcessOptions read = read(reader, Optional.empty());
    List<String> problems = new ArrayList<>(problemsWith(options));
    problems.addAll(CommandChecks.unknownPlaceholders(read, parameters));
    return problems;
  }

  /** Whether the script speaks the protocol. */
  boolean speaks() {
    return metrics.isEmpty();
  }

  /** The {@code PATH} of the script, in which its program is looked up. */
  String searchPath() {
    String own = env.get("PATH");
    String usual = own != null ? own : System.getenv().getOrDefault("PATH", SearchPath.USUAL);
    return python.map(found -> found.path(usual)).orElse(usual);
  }

  /** The same for a script that runs elsewhere. */
  ProcessOptions with(List<String> newCommand, Map<String, String> newEnv, Path directory) {
    return new ProcessOptions(
        newCommand,
        newEnv,
        python,
        directory,
        metrics,
        startTimeLimit,
        stopTimeLimit,
        logs,
        logLimit,
        snapshot,
        online);
  }

  private static ProcessOptions read(OptionReader reader, Optional<Path> source) {
    reader.onlyKnow(NAMES);
    Path directory = reader.workingDirectory(source);
    return new ProcessOptions(
        reader.command(),
        reader.environment(),
        reader.python(directory, CondaFolders.ofThisProcess()),
        directory,
        reader.metrics(),
        reader.seconds("startTimeLimit", 300),
        reader.seconds("stopTimeLimit", 10),
        reader.text(LOGS).map(Path::of).map(Path::toAbsolutePath),
        reader.bytes("logLimit", LEAST_LOG, USUAL_LOG),
        reader.flag("snapshot"),
        reader.flag("online").orElse(false));
  }
}
