package dev.thaw.workers.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A command that is to be run for a trial.
 *
 * <p>The child's environment is the worker's own without {@code LINES} and {@code COLUMNS}, which
 * describe a terminal that the child does not have, and without everything that begins with {@code
 * THAW_}, which may be meant for an outer worker; then {@code environment} is added, and last
 * {@value ChildProcess#COOKIE}, by which the child's descendants are known.
 *
 * @param trial what people call the trial, for example {@code digits/7}; one line
 * @param command the program and its arguments; a program without a {@code /} is looked up in the
 *     child's {@code PATH}, a relative one with it below {@code workingDirectory}
 * @param environment variables to set, which win over the worker's own; names of letters, digits
 *     and {@code _}
 * @param workingDirectory an existing folder
 * @param log the file to which standard output and standard error are appended; created, with its
 *     folder, if it is missing; standard input is empty
 * @param niceness by how much the child stands back for others, 0 (not at all) to 19
 */
public record Launch(
    String trial,
    List<String> command,
    Map<String, String> environment,
    Path workingDirectory,
    Path log,
    int niceness) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Checks the shape; whether the command can be run shows when it is started. */
  public Launch {
    if (trial.isBlank() || trial.lines().count() != 1) {
      throw new IllegalArgumentException("trial (%s) must be one line of text.".formatted(trial));
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    Objects.requireNonNull(log, "log");
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IllegalArgumentException(
          "command (%s) must begin with a program.\nMaybe write [python3, train.py]."
              .formatted(command));
    }
    if (niceness < 0 || niceness > 19) {
      throw new IllegalArgumentException("niceness (%d) must be in 0..19.".formatted(niceness));
    }
    command.forEach(word -> requireNoNul("command", word));
    environment.forEach(Launch::requireVariable);
  }

  private static void requireVariable(String name, String value) {
    requireNoNul("environment", value);
    // The shell that starts the command would drop others without a word.
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "environment has a variable (%s) that is not a name of letters, digits and _.\n"
                  .formatted(name)
              + "Maybe replace the other characters by _.");
    }
  }

  private static void requireNoNul(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "%s (%s) must not hold the character 0.".formatted(what, text.replace('\0', '?')));
    }
  }
}
