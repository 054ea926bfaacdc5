package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;

/**
 * What an earlier study found of a configuration. It is a part of what the user asked for, so that
 * no decision needs the file that it was read from. It never is a trial: it costs nothing, wins
 * nothing and is compared with nobody; only suggestions look at it.
 *
 * @param source what it comes from; values are compared only with those of the same source
 * @param configuration of the space of this study
 * @param value of the study's objective, finite; the opposite of what was read if the source had
 *     the opposite goal
 * @param epochs after how many epochs, at least 0; 0 if nobody knows
 */
public record KnownResult(String source, Configuration configuration, double value, int epochs) {

  public KnownResult {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "value (%s) must be a finite number.\nMaybe leave the result out.".formatted(value));
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(
          "epochs (%d) must be at least 0.\nMaybe 0 for an unknown number.".formatted(epochs));
    }
  }
}
