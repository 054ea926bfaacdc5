package dev.thaw.benchmarks.continuous;

import dev.thaw.core.curve.Goal;

/** What the surrogate predicts and a study may optimise. */
enum Target {
  /** The accuracy on the validation set in percent, the target of YAHPO Gym's own suite. */
  VAL_ACCURACY("val_accuracy", 1, Goal.MAXIMIZE),
  /** The cross-entropy on the validation set. */
  VAL_CROSS_ENTROPY("val_cross_entropy", 2, Goal.MINIMIZE);

  private final String title;
  private final int output;
  private final Goal goal;

  Target(String title, int output, Goal goal) {
    this.title = title;
    this.output = output;
    this.goal = goal;
  }

  /** Where the surrogate puts it among its outputs, from 0. */
  int output() {
    return output;
  }

  Goal goal() {
    return goal;
  }

  @Override
  public String toString() {
    return title;
  }
}
