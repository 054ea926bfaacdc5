package dev.thaw.core.proposer;

import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a trial showed at a level of the fidelity.
 *
 * @param trial its number
 * @param configuration what was tried
 * @param level the level, at least 1: epochs, or seconds
 * @param score minimised; NaN if it could not be trained, which is worse than any number
 * @param seconds of training until then, not negative; NaN if nobody knows
 * @param outcome all scores, for those that model each; null where there is one score
 */
public record Observed(
    int trial,
    Configuration configuration,
    int level,
    double score,
    double seconds,
    @Nullable Outcome outcome) {

  /** What a trial showed where one score is all. */
  public Observed(int trial, Configuration configuration, int level, double score, double seconds) {
    this(trial, configuration, level, score, seconds, null);
  }

  /** The same with a score that was made of several. */
  public Observed scored(double one, Outcome of) {
    return new Observed(trial, configuration, level, one, seconds, of);
  }
}
