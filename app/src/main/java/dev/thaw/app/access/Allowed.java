package dev.thaw.app.access;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a study may run on a node, from {@code thaw.allow}: which trainers, and which programs those
 * of them that run commands.
 *
 * <p>Where commands are limited, a command is a program of the list, or an interpreter without a
 * path, which the node looks up itself, and then a script of the list, which is no option and a
 * file where it is trained, with any arguments behind it. What would change which code that is must
 * be of the list as well ({@code venv}, {@code conda}, {@code workingDirectory}), or must not be
 * given at all ({@code env}, {@code logs}). Whether a path is of the list is asked of the path that
 * links lead to. A program of the list that runs what its arguments say, such as a shell, allows
 * everything.
 *
 * @param trainers their names; empty for all
 * @param commands programs, scripts, and folders of both, absolute; empty for all. A list without
 *     any allows no command
 */
public record Allowed(Optional<List<String>> trainers, Optional<List<Path>> commands) {
  private static final String ANY = "any";
  private static final String NONE = "none";
  private static final Pattern INTERPRETER =
      Pattern.compile("python[0-9.]*|(?:ba|da|z|k)?sh|Rscript|julia|perl|ruby|node");

  /** Options that name a place which code comes from. */
  private static final List<String> PLACES = List.of("venv", "conda", "workingDirectory");

  /** Options that change which code runs, or which files are written, in ways beyond a list. */
  private static final List<String> TOO_MUCH = List.of("env", "logs");

  public Allowed {
    trainers = trainers.map(List::copyOf);
    commands = commands.map(List::copyOf);
  }

  /** Everything. */
  public static Allowed everything() {
    return new Allowed(Optional.empty(), Optional.empty());
  }

  /**
   * Reads the settings.
   *
   * @param tokens whether callers have to show tokens, so that not all who ask are this user; then
   *     commands must be listed
   * @throws com.typesafe.config.ConfigException if one is missing or of another type
   * @throws IllegalArgumentException if one is out of range
   */
  public static Allowed from(Config config, boolean tokens) {
    Config allow = config.getConfig("thaw.allow");
    String trainers = allow.getString("trainers").strip();
    String commands = allow.getString("commands").strip();
    String meant = commands.isEmpty() ? (tokens ? NONE : ANY) : commands;
    return new Allowed(
        trainers.equals(ANY) ? Optional.empty() : Optional.of(words(trainers)),
        meant.equals(ANY) ? Optional.empty() : Optional.of(paths(meant)));
  }

  /** The words of a list that commas separate. */
  static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<Path> paths(String text) {
    List<Path> paths = new ArrayList<>();
    for (String word : text.equals(NONE) ? List.<String>of() : words(text)) {
      Path path = Path.of(word);
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException(
            "thaw.allow.commands (%s) must be any, none, or absolute paths.\nMaybe %s."
                .formatted(word, path.toAbsolutePath().normalize()));
      }
      paths.add(path.normalize());
    }
    return paths;
  }

  /**
   * Why a study with such a trainer may not run here, one text for each reason; none if it may.
   *
   * @param options those of the trainer, which may be anything
   */
  public List<String> problems(String trainer, Map<String, Object> options) {
    if (trainers.isPresent() && !trainers.get().contains(trainer)) {
      return List.of(
          "trainer.name (%s) must be one of %s on this node.\nMaybe its operator adds it to thaw.allow.trainers."
              .formatted(trainer, trainers.get()));
    }
    if (commands.isEmpty() || !options.containsKey("command")) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    checkCommand(options, problems);
    for (String place : PLACES) {
      Object value = options.get(place);
      if (value != null && !isListed(resolve(options, String.valueOf(value)))) {
        problems.add(
            "trainer.%s (%s) must be one of %s on this node, or lie below one."
                .formatted(place, value, commands.get()));
      }
    }
    for (String option : TOO_MUCH) {
      if (options.containsKey(option)) {
        problems.add(
            "trainer.%s must not be given on this node, which allows only some commands.\nMaybe give it to the script as an argument."
                .formatted(option));
      }
    }
    return List.copyOf(problems);
  }

  /**
   * The same where the study is about to be trained: the script of an interpreter must be a file
   * here too, for what is none may be a word that the interpreter takes for something else.
   */
  List<String> problemsHere(String trainer, Map<String, Object> options) {
    List<String> problems = problems(trainer, options);
    if (!problems.isEmpty() || commands.isEmpty()) {
      return problems;
    }
    List<String> words = words(options);
    boolean interpreted = words.size() > 1 && INTERPRETER.matcher(words.getFirst()).matches();
    return !interpreted || Files.isRegularFile(resolve(options, words.get(1)))
        ? problems
        : List.of(
            "trainer.command (%s) must name a script that is a file on this node.\nMaybe it is missing here, or workingDirectory is another one."
                .formatted(String.join(" ", words)));
  }

  private static List<String> words(Map<String, Object> options) {
    Object command = options.getOrDefault("command", List.of());
    return command instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(command));
  }

  private void checkCommand(Map<String, Object> options, List<String> problems) {
    List<String> words = words(options);
    String program = words.isEmpty() ? "" : words.getFirst();
    boolean interpreted = INTERPRETER.matcher(program).matches();
    String meant = interpreted && words.size() > 1 ? words.get(1) : program;
    boolean named = !interpreted && !program.contains("/");
    // Behind an option of an interpreter stands code, or what chooses it.
    boolean option = interpreted && meant.startsWith("-");
    if (named || option || meant.contains("{") || !isListed(resolve(options, meant))) {
      problems.add(
          "trainer.command (%s) must run one of %s on this node.\nMaybe its operator adds it to thaw.allow.commands; a script must be the first argument of its interpreter."
              .formatted(String.join(" ", words), commands.orElse(List.of())));
    }
  }

  /** As the trainer that runs commands resolves it. */
  private static Path resolve(Map<String, Object> options, String word) {
    try {
      Path folder = Path.of(String.valueOf(options.getOrDefault("workingDirectory", "")));
      return folder.toAbsolutePath().resolve(word).normalize();
    } catch (IllegalArgumentException noPath) {
      return Path.of("").toAbsolutePath();
    }
  }

  private boolean isListed(Path path) {
    Path real = real(path);
    return commands.orElse(List.of()).stream().anyMatch(entry -> real.startsWith(real(entry)));
  }

  /** Where links lead; on a node that has no such file, the path itself. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException notHere) {
      return path;
    }
  }
}
