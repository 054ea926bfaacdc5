package dev.thaw.app.hello;

import java.util.Map;
import java.util.stream.Collectors;

/** The text of a first study for a script. */
public final class FirstSpec {

  private static final int EPOCHS = 27;

  private FirstSpec() {}

  /**
   * The study's file.
   *
   * @param name of the study
   * @param folder of the script, from where thaw is run; empty for that folder itself
   * @param file of the script in its folder
   * @param script which has parameters
   * @param metric what is minimised, or maximised if it is an accuracy
   */
  public static String of(
      String name, String folder, String file, ScriptReader.Script script, String metric) {
    int epochs = script.epochs() == null ? EPOCHS : script.epochs();
    boolean larger = metric.matches(".*(acc|auc|score|f1|reward|r2|bleu|dice|iou).*");
    return """
    # A first study, written by thaw hello. conf/studies/example.yaml of Thaw shows every key.
    study: %s
    objective: {metric: %s, goal: %s}
    parameters:                       # the ranges are guesses around the script's defaults
    %s
    fidelity: {name: epochs, min: 1, max: %d}
    scheduler: {name: thaw}           # %s
    trainer:
      name: process
    %s
    resources: {slots: 1}             # how many trials train at a time
    budget: {wallClock: 10m}
    """
        .formatted(
            name,
            metric,
            larger ? "maximize" : "minimize",
            parameters(script.parameters()),
            epochs,
            epochs == 1
                ? "learns from each value what to try next"
                : "looks at whole learning curves",
            where(folder) + trainer(file, script, metric));
  }

  private static String where(String folder) {
    return folder.isEmpty() ? "" : "  workingDirectory: \"%s\"\n".formatted(folder);
  }

  private static String parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> "  %s: %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String trainer(String file, ScriptReader.Script script, String metric) {
    if (script.speaks()) {
      return "  command: [python3, %s]".formatted(file);
    }
    String options =
        script.parameters().keySet().stream()
            .map(name -> ", --%s, \"{%s}\"".formatted(script.options().get(name), name))
            .collect(Collectors.joining());
    return """
      command: [python3, %s%s]
      metrics:                        # how its output names them; one epoch each time all were found
        %s: "%s[=: ]+([-+0-9.eE]+|nan|[-+]?inf)"\
    """
        .formatted(file, options, metric, printed(script, metric));
  }

  /** How the output names a metric; a name that was not seen may be the end of a longer one. */
  private static String printed(ScriptReader.Script script, String metric) {
    return script.metrics().stream()
        .filter(seen -> seen.name().equals(metric))
        .map(seen -> "\\\\b" + seen.label())
        .findFirst()
        .orElse(metric);
  }
}
