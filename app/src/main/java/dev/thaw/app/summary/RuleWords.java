package dev.thaw.app.summary;

import java.util.Map;

/** What the rules of advisers are called in front of people. */
public final class RuleWords {

  private static final String AT = "expected-improvement-at-";

  private static final Map<String, String> WORDS =
      Map.of(
          "initial", "the first batch, drawn at random",
          "random", "a random draw",
          "expected-improvement", "the largest expected improvement at the last epoch",
          "expected-improvement-of-next-epoch", "the largest expected improvement in one epoch",
          "promotion", "a promotion by rank, because nothing had improved for a while",
          "control", "a random draw to compare with, because no trial stood out",
          "control-promotion", "a promotion by rank among random draws, because no trial stood out",
          "density-ratio", "the best ratio of the densities of good and bad configurations");

  private RuleWords() {}

  /** The words for a rule, as a noun; its name if it has none. */
  public static String of(String rule) {
    String words = WORDS.get(rule);
    if (words != null) {
      return words;
    }
    return rule.startsWith(AT)
        ? "the largest expected improvement at epoch " + rule.substring(AT.length())
        : rule.replace('-', ' ');
  }
}
