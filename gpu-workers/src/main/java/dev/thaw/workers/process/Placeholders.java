package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code {name}} in a command: {@code study}, {@code trial}, {@code seed} and every
 * hyperparameter, which goes first where it has such a name. {@code {name:text}} stands for {@code
 * text} where there is no such value, and {@code {{name}}} for {@code {name}} as it is.
 */
record Placeholders(Map<String, String> values) {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(\\{[^{}]*})}|\\{([A-Za-z_][A-Za-z0-9_./-]*)(?::([^{}]*))?}");

  /** The names that every trial has, beside its parameters. */
  static final List<String> ALWAYS = List.of("study", "trial", "seed");

  /** The names in a text that have no default, in their order. */
  static List<String> required(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      if (matcher.group(2) != null && matcher.group(3) == null) {
        names.add(matcher.group(2));
      }
    }
    return names;
  }

  static Placeholders of(TrialSetup setup) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("study", setup.study());
    values.put("trial", Integer.toString(setup.trial()));
    values.put("seed", Long.toString(setup.seed()));
    setup.parameters().forEach((name, value) -> values.put(name, value.toString()));
    return new Placeholders(values);
  }

  /**
   * A text with all placeholders replaced.
   *
   * @throws ScriptFailed if one has no value
   */
  String fill(String text) throws ScriptFailed {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String literal = matcher.group(1);
      String value = literal != null ? literal : value(matcher, text);
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private String value(Matcher matcher, String text) throws ScriptFailed {
    String value = values.getOrDefault(matcher.group(2), matcher.group(3));
    if (value == null) {
      throw new ScriptFailed(
          ScriptFailed.Kind.ERROR,
          ("placeholder (%s) of the command must be one of %s.%n"
                  + "Maybe its condition does not hold in this trial; {%s:0.5} stands for 0.5 then,"
                  + " and {{...}} for the text itself.")
              .formatted(text, values.keySet(), matcher.group(2)));
    }
    return value;
  }
}
