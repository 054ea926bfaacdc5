package dev.thaw.workers.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the options of the trainer, and collects what is wrong with them. */
final class OptionReader {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, Object> options;
  private final List<String> problems = new ArrayList<>();

  OptionReader(Map<String, Object> options) {
    this.options = options;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void onlyKnow(List<String> names) {
    options.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            refuse(name, value, "is not an option", "it is one of " + names);
          }
        });
  }

  /**
   * The folder to run in.
   *
   * @param source the folder that was copied when the study began, if one was; it is meant even if
   *     Thaw was started somewhere else meanwhile
   */
  Path workingDirectory(Optional<Path> source) {
    String named = text("workingDirectory").orElse("");
    return source.orElseGet(() -> Path.of(named).toAbsolutePath().normalize());
  }

  List<String> command() {
    if (!(options.get("command") instanceof List<?> words)
        || words.isEmpty()
        || !words.stream().allMatch(OptionReader::isScalar)) {
      refuse(
          "command",
          options.get("command"),
          "must be a list of a program and its arguments",
          "[python3, train.py], or [sh, -c, \"...\"] for a shell's command line");
      return List.of("?");
    }
    return words.stream().map(String::valueOf).toList();
  }

  /** The environment that {@code venv} or {@code conda} names. */
  Optional<PythonEnvironment> python(Path directory, CondaFolders folders) {
    Optional<String> venv = text("venv");
    Optional<String> conda = text("conda");
    if (venv.isPresent() && conda.isPresent()) {
      refuse("conda", conda.get(), "must not be given together with venv", "take one of them out");
    }
    if (venv.isPresent()) {
      return venv.map(path -> PythonEnvironment.venv(path, directory));
    }
    Optional<PythonEnvironment> found =
        conda.flatMap(named -> PythonEnvironment.conda(named, directory, folders));
    if (conda.isPresent() && found.isEmpty()) {
      refuse(
          "conda",
          conda.get(),
          "must be the name or the folder of a conda environment",
          "give its folder, which conda env list shows");
    }
    return found;
  }

  long bytes(String name, long least, long otherwise) {
    Object value = options.get(name);
    if (value == null) {
      return otherwise;
    }
    OptionalLong bytes = ByteSize.parse(value);
    if (bytes.isPresent() && bytes.getAsLong() >= least) {
      return bytes.getAsLong();
    }
    refuse(name, value, "must be a size of at least " + ByteSize.show(least), "64 MiB");
    return otherwise;
  }

  Optional<Boolean> flag(String name) {
    Object value = options.get(name);
    if (value == null || value instanceof Boolean) {
      return Optional.ofNullable((Boolean) value);
    }
    refuse(name, value, "must be true or false", "take the quotes away");
    return Optional.empty();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    eachOf(
        "env",
        "must be a map from names to texts",
        (name, value) -> {
          if (!VARIABLE.matcher(name).matches() || !isScalar(value)) {
            refuse("env." + name, value, "must be a variable's name and a text", "A_NAME: text");
          } else if (name.startsWith("THAW_") || name.equals("CUDA_VISIBLE_DEVICES")) {
            refuse("env." + name, value, "must not be a variable that Thaw sets", "take it out");
          } else {
            environment.put(name, String.valueOf(value));
          }
        });
    return environment;
  }

  Map<String, Pattern> metrics() {
    Map<String, Pattern> metrics = new LinkedHashMap<>();
    eachOf(
        "metrics",
        "must be a map from metrics to regular expressions",
        (name, value) -> pattern(name, value).ifPresent(pattern -> metrics.put(name, pattern)));
    if (metrics.isEmpty() && options.containsKey("metrics") && problems.isEmpty()) {
      refuse("metrics", options.get("metrics"), "must not be empty", "leave it out");
    }
    return metrics;
  }

  private Optional<Pattern> pattern(String name, @Nullable Object value) {
    String option = "metrics." + name;
    try {
      Pattern pattern = Pattern.compile(String.valueOf(value));
      if (pattern.matcher("").groupCount() == 1) {
        return Optional.of(pattern);
      }
      refuse(option, value, "must hold one group, the number", "loss=([-+0-9.eE]+)");
    } catch (PatternSyntaxException e) {
      refuse(option, value, "must be a regular expression", e.getDescription());
    }
    return Optional.empty();
  }

  Duration seconds(String name, int otherwise) {
    Object value = options.getOrDefault(name, otherwise);
    if (value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() < 1e9) {
      return Duration.ofNanos((long) (number.doubleValue() * 1e9));
    }
    refuse(name, value, "must be a positive number of seconds", String.valueOf(otherwise));
    return Duration.ofSeconds(otherwise);
  }

  Optional<String> text(String name) {
    Object value = options.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank() && text.indexOf('\0') < 0) {
      return Optional.of(text);
    }
    refuse(name, value, "must be a text", "put it into quotes");
    return Optional.empty();
  }

  private void eachOf(String name, String constraint, BiConsumer<String, @Nullable Object> reader) {
    Object value = options.get(name);
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, one) -> reader.accept(String.valueOf(key), one));
    } else if (value != null) {
      refuse(name, value, constraint, "{NAME: text}");
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private void refuse(String name, @Nullable Object value, String constraint, String likelyFix) {
    problems.add(sentence(name, value, constraint, likelyFix));
  }

  /** How all that is wrong with an option is said. */
  static String sentence(String name, @Nullable Object value, String constraint, String likelyFix) {
    return "trainer.%s (%s) %s.\nMaybe %s.".formatted(name, value, constraint, likelyFix);
  }
}
