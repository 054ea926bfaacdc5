package dev.thaw.app.hello;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script in Python says of its hyperparameters, as far as that can be seen without running
 * it: the defaults of {@code thaw.trial(lr=0.1)}, or the options of {@code argparse}.
 */
public final class ScriptReader {

  private static final Pattern TRIAL = Pattern.compile("thaw\\.trial\\(([^)]*)\\)");
  private static final Pattern DEFAULT = Pattern.compile("(\\w+)\\s*=\\s*([^,]+)");
  private static final Pattern REPORT = Pattern.compile("\\.report\\(\\s*(\\w+)\\s*=");
  private static final Pattern OPTION =
      Pattern.compile("add_argument\\(\\s*['\"]--([\\w-]+)['\"]((?:[^()]|\\([^()]*\\))*)\\)");
  private static final Pattern ITS_DEFAULT = Pattern.compile("default\\s*=\\s*([^,)]+)");
  private static final Pattern CHOICES = Pattern.compile("choices\\s*=\\s*[\\[(]([^\\])]*)[\\])]");

  /** What is not searched, as it decides where and for how long to train. */
  private static final Set<String> NOT_SEARCHED =
      Set.of(
          "seed",
          "epochs",
          "epoch",
          "workers",
          "num_workers",
          "gpu",
          "gpus",
          "device",
          "data",
          "log_interval",
          "patience",
          "threads",
          "rank",
          "world_size");

  private ScriptReader() {}

  /**
   * What a script says.
   *
   * @param speaks whether it asks Thaw what to train; otherwise it takes options
   * @param parameters by their names, how a study writes each
   * @param options by the names of parameters, how the script calls each, without dashes in front;
   *     empty if it takes none
   * @param metric what it reports; null if that cannot be seen
   * @param epochs for how long it trains by default; null if that cannot be seen
   */
  public record Script(
      boolean speaks,
      Map<String, String> parameters,
      Map<String, String> options,
      @Nullable String metric,
      @Nullable Integer epochs) {}

  /** Reads the text of a script. */
  public static Script read(String text) {
    Matcher trial = TRIAL.matcher(text);
    Map<String, String> defaults = new LinkedHashMap<>();
    boolean speaks = trial.find();
    if (speaks) {
      Matcher each = DEFAULT.matcher(trial.group(1));
      while (each.find()) {
        defaults.put(each.group(1), each.group(2).strip());
      }
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    defaults.forEach((name, value) -> put(parameters, name, value, List.of()));
    Map<String, String> options = new LinkedHashMap<>();
    if (!speaks) {
      readOptions(text, defaults, parameters, options);
    }
    Matcher report = REPORT.matcher(text);
    Integer epochs =
        Optional.ofNullable(defaults.getOrDefault("epochs", defaults.get("epoch")))
            .filter(value -> value.matches("[1-9][0-9]{0,5}"))
            .map(Integer::valueOf)
            .orElse(null);
    return new Script(speaks, parameters, options, report.find() ? report.group(1) : null, epochs);
  }

  private static void readOptions(
      String text,
      Map<String, String> defaults,
      Map<String, String> parameters,
      Map<String, String> options) {
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      String name = option.group(1).replace('-', '_');
      Matcher value = ITS_DEFAULT.matcher(option.group(2));
      Matcher listed = CHOICES.matcher(option.group(2));
      List<String> choices =
          listed.find() ? List.of(listed.group(1).strip().split("\\s*,\\s*")) : List.of();
      if (value.find()) {
        options.put(name, option.group(1));
        defaults.put(name, value.group(1).strip());
        put(parameters, name, value.group(1).strip(), choices);
      }
    }
  }

  private static void put(
      Map<String, String> parameters, String name, String value, List<String> choices) {
    if (NOT_SEARCHED.contains(name)) {
      return;
    }
    if (!choices.isEmpty()) {
      parameters.put(
          name,
          "{type: categorical, values: [%s], default: %s}"
              .formatted(String.join(", ", choices), value));
    } else if (value.matches("[1-9][0-9]{0,8}")) {
      long number = Long.parseLong(value);
      parameters.put(
          name,
          "{type: integer, min: %d, max: %d, scale: log, default: %d}"
              .formatted(Math.max(1, number / 4), number * 4, number));
    } else if (value.matches("[0-9]*\\.?[0-9]+(e[-+]?[0-9]+)?")) {
      parameters.put(name, real(name, Double.parseDouble(value)));
    }
  }

  private static String real(String name, double value) {
    boolean share = name.contains("dropout") || name.contains("momentum") || name.contains("beta");
    return share || value <= 0
        ? "{type: real, min: 0.0, max: %s, default: %s}"
            .formatted(value < 0.95 ? 0.95 : 0.999, value)
        : "{type: real, min: %s, max: %s, scale: log, default: %s}"
            .formatted(value / 100, value * 100, value);
  }
}
