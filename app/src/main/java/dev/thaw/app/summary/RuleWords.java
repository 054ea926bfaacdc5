package dev.thaw.app.summary;

import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.ModelSuggestion;
import java.util.Map;

/** What the rules of advisers are called in front of people. */
public final class RuleWords {

  private static final String AT = "expected-improvement-at-";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("initial", "the first batch, drawn at random"),
          Map.entry("random", "a random draw"),
          Map.entry("expected-improvement", "the largest expected improvement at the last epoch"),
          Map.entry(
              "expected-improvement-of-next-epoch",
              "the largest expected improvement in one epoch"),
          Map.entry(
              "entropy-of-the-lowest", "the epoch that tells most about which trial ends best"),
          Map.entry("promotion", "a promotion by rank, because nothing had improved for a while"),
          Map.entry("control", "a random draw to compare with, because no trial stood out"),
          Map.entry(
              "control-promotion",
              "a promotion by rank among random draws, because no trial stood out"),
          Map.entry(
              "density-ratio", "the best ratio of the densities of good and bad configurations"));

  /** What proposers go by, where that is not said as well of schedulers. */
  private static final Map<String, String> PROPOSED =
      Map.ofEntries(
          Map.entry("sobol", "a point of the Sobol sequence, before a model can be made"),
          Map.entry("latin-hypercube", "a point of a Latin hypercube, before a model can be made"),
          Map.entry("expected-improvement", "the largest expected improvement"),
          Map.entry("log-expected-improvement", "the largest expected improvement"),
          Map.entry(
              "log-expected-improvement-per-second", "the largest expected improvement per second"),
          Map.entry("log-probability-of-improvement", "the most probable improvement"),
          Map.entry("confidence-bound", "the lowest confidence bound"),
          Map.entry("lowest-mean", "the best expected value"),
          Map.entry("listed", "a configuration that was listed to be tried first"),
          Map.entry("highest-variance", "the least known value"),
          Map.entry("hypervolume-improvement", "the largest expected growth of the front"),
          Map.entry("merit", "a good expected value far from what was tried"),
          Map.entry("search-distribution", "a draw from the search distribution"),
          Map.entry("offspring", "a cross of earlier configurations"),
          Map.entry("start", "the start of a descent"),
          Map.entry("difference", "a neighbour, for a numerical gradient"),
          Map.entry("line-step", "a step down a numerical gradient"));

  private RuleWords() {}

  /** The words for a rule, as a noun; its name if it has none. */
  public static String of(String rule) {
    int slash = rule.indexOf('/');
    if (slash > 0) {
      String measure = rule.substring(slash + 1);
      return PROPOSED.getOrDefault(measure, of(measure)) + ", by " + rule.substring(0, slash);
    }
    String words = WORDS.get(rule);
    if (words != null) {
      return words;
    }
    return rule.startsWith(AT)
        ? "the largest expected improvement at epoch " + rule.substring(AT.length())
        : rule.replace('-', ' ');
  }

  /** How a study searches: its scheduler, and whoever proposes configurations to it. */
  public static String search(StudySpec spec) {
    return spec.suggestion().rule() instanceof ModelSuggestion model
        ? spec.scheduler().name() + " with " + model.name()
        : spec.scheduler().name();
  }
}
