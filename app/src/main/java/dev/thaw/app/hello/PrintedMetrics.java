package dev.thaw.app.hello;

import dev.thaw.app.hello.ScriptReader.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a script in Python prints, as far as its text shows them. */
final class PrintedMetrics {

  private static final Pattern CALL = Pattern.compile("\\b(?:print|info|warning|write|log)\\(");
  private static final Pattern IN_BRACES = Pattern.compile("\\{[^{}]*}");
  private static final Pattern LABEL =
      Pattern.compile(
          "(?<![A-Za-z_])((?:(?:val(?:id(?:ation)?)?|test|dev|eval|train(?:ing)?|mean|avg)[ _-])*"
              + "(?:loss|accuracy|acc|auc|f1|r2|score|error|rmse|mse|mae|perplexity|ppl|reward"
              + "|bleu|wer|nll|elbo|dice|iou)(?:[ _-](?:score|rate|loss))?)"
              + "\\s*[:=]?\\s*(?:\\{|%|['\"]\\s*[,%+])",
          Pattern.CASE_INSENSITIVE);

  /** A call that is longer than this is not read to its end. */
  private static final int LONGEST_CALL = 1000;

  private PrintedMetrics() {}

  /** All metrics, those of data that was not trained on first, and those of training last. */
  static List<Metric> of(String text) {
    Map<String, Metric> found = new LinkedHashMap<>();
    Matcher call = CALL.matcher(text);
    while (call.find()) {
      String said = IN_BRACES.matcher(arguments(text, call.end())).replaceAll("{}");
      Matcher label = LABEL.matcher(said);
      while (label.find()) {
        String name = label.group(1).toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
        found.putIfAbsent(name, new Metric(name, label.group(1)));
      }
    }
    List<Metric> metrics = new ArrayList<>(found.values());
    metrics.sort(Comparator.comparingInt(metric -> rank(metric.name())));
    return List.copyOf(metrics);
  }

  private static int rank(String name) {
    if (name.matches("(val|valid|validation|test|dev|eval)_.*")) {
      return 0;
    }
    return name.startsWith("train") ? 2 : 1;
  }

  /** What stands from a parenthesis on to the one that closes it. */
  private static String arguments(String text, int from) {
    int depth = 1;
    int at = from;
    int last = Math.min(text.length(), from + LONGEST_CALL);
    while (at < last && depth > 0) {
      depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
      at++;
    }
    return text.substring(from, at);
  }
}
