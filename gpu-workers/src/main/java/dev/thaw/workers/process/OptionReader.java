package dev.thaw.workers.process;

import dev.thaw.workers.launch.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  Path workingDirectory() {
    Path directory = Path.of(text("workingDirectory").orElse("")).toAbsolutePath().normalize();
    if (!Files.isDirectory(directory)) {
      refuse(
          "workingDirectory",
          directory,
          "must be a folder that exists",
          "it is relative to another folder than the one in which Thaw was started");
    }
    return directory;
  }

  List<String> command(Path directory) {
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
    List<String> command = words.stream().map(String::valueOf).toList();
    checkProgram(command.getFirst(), directory);
    return command;
  }

  private void checkProgram(String program, Path directory) {
    if (program.contains("{")) {
      return;
    }
    if (program.isBlank()) {
      refuse("command", "", "must begin with the name of a program", "python3");
    } else if (program.contains("/")) {
      if (!Files.isExecutable(directory.resolve(program))) {
        refuse("command", program, "must be a program that can be executed", "chmod +x is missing");
      }
    } else if (!isOnPath(program)) {
      refuse("command", program, "must be a program on the PATH", "give its full path");
    }
  }

  private static boolean isOnPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse(SearchPath.USUAL);
    return SearchPath.find(program, path).isPresent();
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
    problems.add("trainer.%s (%s) %s.\nMaybe %s.".formatted(name, value, constraint, likelyFix));
  }
}
