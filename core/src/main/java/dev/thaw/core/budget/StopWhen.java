package dev.thaw.core.budget;

import org.jspecify.annotations.Nullable;

/**
 * When a study ends before its budget is spent, because going on no longer pays. Whatever is met
 * first ends it; a condition that is null does not exist.
 *
 * @param target a value of the objective that is good enough
 * @param noImprovement after how many epochs, of all trials together, without a better value
 * @param leastImprovement by how much a value must be better than the last one that counted, at
 *     least 0, in the units of the objective; null for 0
 * @param improvementPerHour the least improvement, in the units of the objective, that the best
 *     candidate must promise for each hour in a slot; positive
 * @param improvementPerCost the same for each unit of money
 */
public record StopWhen(
    @Nullable Double target,
    @Nullable Long noImprovement,
    @Nullable Double leastImprovement,
    @Nullable Double improvementPerHour,
    @Nullable Double improvementPerCost) {

  public StopWhen {
    if (target != null && !Double.isFinite(target)) {
      throw new IllegalArgumentException("target (%s) must be finite.".formatted(target));
    }
    if (noImprovement != null && noImprovement < 1) {
      throw new IllegalArgumentException(
          "noImprovement (%d) must be at least 1 epoch.".formatted(noImprovement));
    }
    if (leastImprovement != null && !(leastImprovement >= 0)) {
      throw new IllegalArgumentException(
          "leastImprovement (%s) must be at least 0.".formatted(leastImprovement));
    }
    requirePositive("improvementPerHour", improvementPerHour);
    requirePositive("improvementPerCost", improvementPerCost);
  }

  /** Conditions on what was reached. */
  public StopWhen(
      @Nullable Double target, @Nullable Long noImprovement, @Nullable Double leastImprovement) {
    this(target, noImprovement, leastImprovement, null, null);
  }

  private static void requirePositive(String name, @Nullable Double value) {
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("%s (%s) must be positive.".formatted(name, value));
    }
  }

  /** Whether it depends on what candidates promise, which only an adviser can tell. */
  public boolean asksForProspects() {
    return improvementPerHour != null || improvementPerCost != null;
  }

  /** By how much a value must be better to count. */
  public double least() {
    return leastImprovement == null ? 0 : leastImprovement;
  }
}
