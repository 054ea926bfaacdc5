package dev.thaw.app.hello;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final Pattern EPOCHS =
      Pattern.compile("(?im)^\\s*(?:num_|n_|max_)?epochs\\s*=\\s*([1-9][0-9]{0,5})\\s*(?:#.*)?$");
  private static final Pattern LOOP =
      Pattern.compile("for\\s+\\w*epoch\\w*\\s+in\\s+range\\((1\\s*,\\s*)?([1-9][0-9]{0,5})\\)");
  private static final Pattern IN_EPOCHS = Pattern.compile("(?i)epoch");
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?m)^([A-Za-z]\\w*)\\s*=\\s*([0-9]*\\.?[0-9]+(?:e[-+]?[0-9]+)?)\\s*(?:#.*)?$");

  /** What a script may call its number of epochs. */
  private static final List<String> EPOCHS_NAMES =
      List.of("epochs", "epoch", "num_epochs", "n_epochs", "max_epochs", "num_train_epochs");

  /** What is not searched, as it decides where and for how long to train. */
  private static final Set<String> NOT_SEARCHED =
      Set.of(
          "seed",
          "random_state",
          "epochs",
          "epoch",
          "num_epochs",
          "n_epochs",
          "max_epochs",
          "num_train_epochs",
          "n_jobs",
          "port",
          "local_rank",
          "save_every",
          "eval_every",
          "print_freq",
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
   * @param metrics what it reports or prints, the best to go by first; empty if that cannot be seen
   * @param epochs for how long it trains by default; null if that cannot be seen, 1 if it does not
   *     train in epochs
   * @param constants the numbers that it gives names to, and that nobody can change from outside
   */
  public record Script(
      boolean speaks,
      Map<String, String> parameters,
      Map<String, String> options,
      List<Metric> metrics,
      @Nullable Integer epochs,
      Map<String, String> constants) {}

  /**
   * A metric of a script.
   *
   * @param name as a study calls it, such as {@code val_loss}
   * @param label as the script prints it, such as {@code Val loss}
   */
  public record Metric(String name, String label) {}

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
    Integer epochs = epochs(text, defaults);
    return new Script(
        speaks,
        parameters,
        options,
        metrics(text),
        epochs == null && !speaks && !IN_EPOCHS.matcher(text).find() ? Integer.valueOf(1) : epochs,
        constants(text));
  }

  private static List<Metric> metrics(String text) {
    Matcher report = REPORT.matcher(text);
    return report.find()
        ? List.of(new Metric(report.group(1), report.group(1)))
        : PrintedMetrics.of(text);
  }

  private static @Nullable Integer epochs(String text, Map<String, String> defaults) {
    for (String name : EPOCHS_NAMES) {
      if (defaults.getOrDefault(name, "").matches("[1-9][0-9]{0,5}")) {
        return Integer.valueOf(defaults.get(name));
      }
    }
    Matcher loop = LOOP.matcher(text);
    if (loop.find()) {
      int end = Integer.parseInt(loop.group(2));
      return loop.group(1) == null ? end : Math.max(1, end - 1);
    }
    Matcher constant = EPOCHS.matcher(text);
    return constant.find() ? Integer.valueOf(constant.group(1)) : null;
  }

  private static Map<String, String> constants(String text) {
    Map<String, String> constants = new LinkedHashMap<>();
    Matcher constant = CONSTANT.matcher(text);
    while (constant.find()) {
      if (!NOT_SEARCHED.contains(constant.group(1).toLowerCase(Locale.ROOT))) {
        constants.put(constant.group(1), constant.group(2));
      }
    }
    return constants;
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
