package dev.thaw.core.bracket;

import org.jspecify.annotations.Nullable;

/**
 * What a rung said of one trial at one moment; the evidence behind a promotion, a pause or a stop.
 *
 * @param bracket the bracket's number
 * @param rung the rung's index in the bracket, 0 at the bottom
 * @param epochs the epochs at which the rung compares
 * @param trial the trial's number
 * @param score the trial's score in the rung, minimised
 * @param rank how many trials of the rung are better; 0 for the best
 * @param arrived how many trials reached the rung so far
 * @param quota how many of them may be promoted by rank at this moment
 * @param cutoff the worst score that may be promoted at this moment; null while none may
 */
public record Position(
    int bracket,
    int rung,
    int epochs,
    int trial,
    double score,
    int rank,
    int arrived,
    int quota,
    @Nullable Double cutoff) {

  /** Whether the trial may be promoted at this moment. */
  public boolean promotable() {
    return cutoff != null && rank < quota;
  }
}
