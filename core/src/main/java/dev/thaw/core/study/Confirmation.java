package dev.thaw.core.study;

import org.jspecify.annotations.Nullable;

/**
 * A round of confirmations: trials with the configuration of the winner of a study and other seeds.
 * They are no candidates: nothing is learned from them about configurations, and none of them is
 * ever the best.
 *
 * @param winner the trial that was the winner when they began
 * @param first the number of the first of them; the others follow
 * @param trials how many there are, at least 0
 * @param skipped how many more were asked for, and would not have been complete in time
 * @param bracket the number of the bracket that they climb; meaningless if there are none
 * @param current whether the budget is still the one under which they began
 * @param end why the search was over when they began; null if it was not, or if nothing was left
 */
public record Confirmation(
    int winner,
    int first,
    int trials,
    int skipped,
    int bracket,
    boolean current,
    @Nullable StudyEnd end) {

  /** Whether a trial is one of them. */
  boolean contains(int trial) {
    return trial >= first && trial < first + trials;
  }

  /** The same when the budget was changed. */
  Confirmation past() {
    return current ? new Confirmation(winner, first, trials, skipped, bracket, false, null) : this;
  }
}
