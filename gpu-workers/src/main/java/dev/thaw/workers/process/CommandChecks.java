package dev.thaw.workers.process;

import dev.thaw.core.naming.NearestName;
import dev.thaw.workers.launch.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds what a command needs and is not there, before anything is started. */
final class CommandChecks {

  private static final Pattern INTERPRETER =
      Pattern.compile("(?:.*/)?(?:python[0-9.]*|(?:ba|da|z|k)?sh|Rscript|julia|perl|ruby|node)");
  private static final Pattern SCRIPT =
      Pattern.compile(".+\\.(?:py|sh|bash|zsh|[Rr]|jl|pl|rb|js|mjs|lua)");

  private final ProcessOptions options;
  private final List<String> problems = new ArrayList<>();

  private CommandChecks(ProcessOptions options) {
    this.options = options;
  }

  /** What is not there, one sentence each. */
  static List<String> missing(ProcessOptions options) {
    CommandChecks checks = new CommandChecks(options);
    if (!Files.isDirectory(options.workingDirectory())) {
      checks.refuse(
          "workingDirectory",
          options.workingDirectory(),
          "must be a folder that exists",
          "it is relative to another folder than the one in which Thaw was started");
      return checks.problems;
    }
    options.python().ifPresent(checks::checkEnvironment);
    checks.checkProgram(options.command().getFirst());
    if (options.command().size() > 1) {
      checks.checkScript(options.command().getFirst(), options.command().get(1));
    }
    return checks.problems;
  }

  /** The placeholders that no trial of a search space can fill, one sentence each. */
  static List<String> unknownPlaceholders(ProcessOptions options, Set<String> parameters) {
    CommandChecks checks = new CommandChecks(options);
    Set<String> known = new LinkedHashSet<>(parameters);
    known.addAll(Placeholders.ALWAYS);
    options.command().forEach(word -> checks.checkPlaceholders("command", word, known));
    options.env().forEach((name, text) -> checks.checkPlaceholders("env." + name, text, known));
    return checks.problems;
  }

  private void checkPlaceholders(String option, String text, Set<String> known) {
    for (String name : Placeholders.required(text)) {
      if (!known.contains(name)) {
        String fix =
            NearestName.of(name, known)
                .map(
                    near ->
                        "{%s} is meant; {{%s}} stands for the text itself".formatted(near, name))
                .orElse("{{%s}} is meant, which stands for the text itself".formatted(name));
        refuse(option, "{" + name + "}", "must be one of " + known, fix);
      }
    }
  }

  private void checkEnvironment(PythonEnvironment python) {
    if (!python.exists()) {
      switch (python.kind()) {
        case VENV ->
            refuse(
                "venv",
                python.prefix(),
                "must be a virtual environment, with a program bin/python",
                "python3 -m venv " + python.prefix() + " has not been run");
        case CONDA ->
            refuse(
                "conda",
                python.prefix(),
                "must be a conda environment, with a program bin/python",
                "the path is another; conda env list shows it");
      }
    }
  }

  private void checkProgram(String program) {
    if (program.contains("{")) {
      return;
    }
    if (program.isBlank()) {
      refuse("command", "", "must begin with the name of a program", "python3");
    } else if (program.contains("/")) {
      Path file = options.workingDirectory().resolve(program);
      if (!Files.isExecutable(file)) {
        refuse(
            "command",
            program,
            "must be a program that can be executed",
            Files.exists(file) ? "chmod +x is missing" : "workingDirectory is another");
      }
    } else if (SearchPath.find(program, options.searchPath()).isEmpty()) {
      refuse("command", program, "must be a program on the PATH", "give its full path");
    }
  }

  private void checkScript(String program, String script) {
    boolean meant =
        !script.startsWith("-")
            && !script.contains("{")
            && (SCRIPT.matcher(script).matches() || INTERPRETER.matcher(program).matches());
    if (meant && !Files.exists(options.workingDirectory().resolve(script))) {
      refuse(
          "command",
          script,
          "must be a script that exists in " + options.workingDirectory(),
          nearestScript(script)
              .map(near -> near + " is meant")
              .orElse("workingDirectory is another"));
    }
  }

  private Optional<String> nearestScript(String script) {
    String[] names = options.workingDirectory().toFile().list();
    return names == null ? Optional.empty() : NearestName.of(script, new TreeSet<>(List.of(names)));
  }

  private void refuse(String option, Object value, String constraint, String likelyFix) {
    problems.add(OptionReader.sentence(option, value, constraint, likelyFix));
  }
}
