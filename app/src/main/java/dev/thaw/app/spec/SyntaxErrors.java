package dev.thaw.app.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns what the YAML parser says into one sentence with line and column. */
final class SyntaxErrors {
  private SyntaxErrors() {}

  static void report(JsonProcessingException error, Findings findings) {
    String problem = error.getOriginalMessage().lines().findFirst().orElse("");
    int line = 0;
    int column = 0;
    JsonLocation location = error.getLocation();
    if (location != null) {
      line = location.getLineNr();
      column = location.getColumnNr();
    }
    if (error.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
      problem = marked.getProblem().lines().findFirst().orElse("");
      Mark mark = marked.getProblemMark();
      line = mark == null ? line : mark.getLine() + 1;
      column = mark == null ? column : mark.getColumn() + 1;
    }
    boolean tab = problem.contains("TAB");
    String where = line < 1 ? "The file" : "Line %d, column %d".formatted(line, column);
    findings.add(
        "",
        "%s is not YAML that a study may use: %s.".formatted(where, sentence(problem, tab)),
        tab
            ? "Maybe replace each tab by two spaces."
            : "Maybe a colon, a quote, a bracket or some indentation is missing just before.",
        Math.max(0, line));
  }

  private static String sentence(String problem, boolean tab) {
    if (tab) {
      return "a tab stands where only spaces may";
    }
    if (problem.startsWith("Expected a field name")) {
      return "a key must be a single word or text";
    }
    if (problem.startsWith("Document nesting depth")) {
      return "it is nested too deeply";
    }
    return tidy(problem);
  }

  private static String tidy(String problem) {
    return problem.replaceAll("[.\\s]+$", "");
  }
}
