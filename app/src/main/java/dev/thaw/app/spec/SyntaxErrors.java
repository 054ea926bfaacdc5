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
    findings.add(
        "",
        "Line %d, column %d is not YAML: %s."
            .formatted(line, column, tab ? "a tab stands where only spaces may" : tidy(problem)),
        tab
            ? "Maybe replace each tab by two spaces."
            : "Maybe a colon, a quote, a bracket or some indentation is missing just before.",
        line);
  }

  private static String tidy(String problem) {
    return problem.replaceAll("[.\\s]+$", "");
  }
}
