package dev.thaw.core.foresight;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Trial;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that a slot could do: train a trial on, or start a configuration.
 *
 * @param score what it is worth; more is better
 * @param mean the value expected at {@code epoch}, in the units of the surrogate
 * @param variance how much that may be off, without noise
 * @param epoch the epoch at which it is valued: the last, or the last that it can reach in time
 * @param trial the trial; null for a new configuration
 * @param configuration the new configuration; null for a trial
 */
record Candidate(
    double score,
    double mean,
    double variance,
    int epoch,
    @Nullable Trial trial,
    @Nullable Configuration configuration) {

  /** The same with another score. */
  Candidate scored(double other) {
    return new Candidate(other, mean, variance, epoch, trial, configuration);
  }

  static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(c -> -c.score);
}
