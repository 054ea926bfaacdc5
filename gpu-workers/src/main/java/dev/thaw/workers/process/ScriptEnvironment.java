package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.launch.SearchPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a script finds in its environment. */
final class ScriptEnvironment {

  private ScriptEnvironment() {}

  /**
   * The variables, beside those that the script inherits.
   *
   * @param folder the folder of the session's temporary files, in which the parameters are written
   */
  static Map<String, String> of(TrialSetup setup, ProcessOptions options, Path folder)
      throws IOException {
    Map<String, String> variables = ofStudy(setup, options);
    variables.putIfAbsent("PYTHONUNBUFFERED", "1");
    variables.putAll(setup.slot().environment());
    variables.put("THAW_PARAMETERS", writeParameters(setup, folder).toString());
    return variables;
  }

  /** Those that are the same wherever and whenever the trial is trained. */
  static Map<String, String> ofStudy(TrialSetup setup, ProcessOptions options) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    Placeholders placeholders = Placeholders.of(setup);
    for (Map.Entry<String, String> one : options.env().entrySet()) {
      variables.put(one.getKey(), placeholders.fill(one.getValue()));
    }
    options.python().ifPresent(python -> putEnvironment(variables, python));
    variables.put("PYTHONPATH", pythonPath(variables.get("PYTHONPATH"), setup.folder()));
    variables.put("THAW_STUDY", setup.study());
    variables.put("THAW_TRIAL", Integer.toString(setup.trial()));
    variables.put("THAW_SEED", Long.toString(setup.seed()));
    setup.maximum().ifPresent(most -> variables.put("THAW_MAXIMUM", Integer.toString(most)));
    variables.putAll(parameters(setup));
    return variables;
  }

  private static void putEnvironment(Map<String, String> variables, PythonEnvironment python) {
    python.variables(System.getenv("PYTHONHOME")).forEach(variables::putIfAbsent);
    String usual = System.getenv().getOrDefault("PATH", SearchPath.USUAL);
    variables.put("PATH", python.path(variables.getOrDefault("PATH", usual)));
  }

  private static String pythonPath(@Nullable String own, Path study) throws IOException {
    String rest = own != null ? own : System.getenv("PYTHONPATH");
    String module = PythonModule.folder(study).toString();
    return rest == null || rest.isEmpty() ? module : module + File.pathSeparator + rest;
  }

  private static Path writeParameters(TrialSetup setup, Path folder) throws IOException {
    Path file = folder.resolve("parameters.json");
    return Files.writeString(file, ClientMessage.JSON.writeValueAsString(setup.parameters()));
  }

  /** Two parameters with one variable have none: better missing than the wrong one. */
  private static Map<String, String> parameters(TrialSetup setup) {
    Map<String, String> variables = new LinkedHashMap<>();
    Set<String> twice = new HashSet<>();
    setup
        .parameters()
        .forEach(
            (name, value) -> {
              String variable = variable(name);
              if (variables.put(variable, value.toString()) != null) {
                twice.add(variable);
              }
            });
    variables.keySet().removeAll(twice);
    return variables;
  }

  static String variable(String parameter) {
    return "THAW_PARAM_" + parameter.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }
}
