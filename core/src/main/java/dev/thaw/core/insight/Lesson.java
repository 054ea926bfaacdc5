package dev.thaw.core.insight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of advice that a study gives for the next one, from its own data.
 *
 * @param kind what it is about
 * @param parameter the hyperparameter that it is about; null if it is about none or several
 * @param evidence the figures that speak for it
 * @param sentence all of it in words, without a full stop; does not begin with a name of the user's
 */
public record Lesson(
    Kind kind, @Nullable String parameter, List<Figure> evidence, String sentence) {

  public Lesson {
    evidence = List.copyOf(evidence);
  }

  /** What advice can be about. */
  public enum Kind {
    /** One hyperparameter matters more than all others. */
    TUNE_THIS,
    /** The best values lie at an end of a range. */
    EDGE_OF_RANGE,
    /** Training goes much better than validation. */
    OVERFITTING,
    /** Training goes no better than validation. */
    TOO_LITTLE_CAPACITY,
    /** The best trials were still improving when they were complete. */
    TOO_SHORT,
    /** The best trials had their best values long before they were complete. */
    TOO_LONG,
    /** Some hyperparameters make no difference. */
    MATTERS_NOT,
    /** The order at a rung says little of the order later. */
    RUNG_DECIDES_BADLY,
    /** A kind of failure goes with high or low values of a hyperparameter. */
    FAILS_BEYOND,
    /** The best value was still improving when the study ended. */
    GO_ON
  }

  /**
   * A number that speaks for advice.
   *
   * @param name what it is
   * @param value its value
   */
  public record Figure(String name, double value) {}
}
