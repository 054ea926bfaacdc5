package dev.thaw.core.budget;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a budget is raised, lowered or extended while a study runs, or after it has ended. A
 * component that is null changes nothing.
 *
 * @param relative whether amounts are added to what the budget has; otherwise they replace it
 * @param wallClock the time; negative to lower it, if relative
 * @param deadline the new deadline; never relative
 * @param gpuTime the time of GPUs
 * @param cost the amount, in the currency that the budget has
 * @param trials the number of trials
 * @param epochs the number of epochs
 */
public record BudgetChange(
    boolean relative,
    @Nullable Duration wallClock,
    @Nullable Instant deadline,
    @Nullable Duration gpuTime,
    @Nullable Double cost,
    @Nullable Integer trials,
    @Nullable Long epochs) {

  /**
   * A budget after the change.
   *
   * @throws IllegalArgumentException if what is changed relatively has no limit, or a limit would
   *     not be positive
   */
  public Budget applyTo(Budget before) {
    Duration clock = sum("wallClock", before.wallClock(), wallClock);
    Duration gpus = sum("gpuHours", before.gpuTime(), gpuTime);
    Long runs = sum("trials", widen(before.trials()), widen(trials));
    Long rounds = sum("epochs", before.epochs(), epochs);
    return new Budget(
        clock,
        runs == null ? null : Math.toIntExact(Math.min(runs, Integer.MAX_VALUE)),
        rounds,
        deadline == null ? before.deadline() : Deadline.at(deadline),
        gpus,
        cost(before.cost()),
        before.downtime(),
        before.onOverrun(),
        before.reserve());
  }

  private static @Nullable Long widen(@Nullable Integer number) {
    return number == null ? null : number.longValue();
  }

  private @Nullable Duration sum(
      String name, @Nullable Duration before, @Nullable Duration change) {
    if (change == null || !relative) {
      return change == null ? before : change;
    }
    return had(name, before, change).plus(change);
  }

  private @Nullable Long sum(String name, @Nullable Long before, @Nullable Long change) {
    if (change == null || !relative) {
      return change == null ? before : change;
    }
    return Math.addExact(had(name, before, change), change);
  }

  private @Nullable Cost cost(@Nullable Cost before) {
    if (cost == null) {
      return before;
    }
    Cost had = had("cost", before, cost);
    return new Cost(relative ? had.amount() + cost : cost, had.currency(), had.perSlotHour());
  }

  private static <T> T had(String name, @Nullable T before, Object change) {
    if (before == null) {
      throw new IllegalArgumentException(
          "%s (%s) cannot be changed: the budget has no such limit."
              .formatted(name, shown(name, change)));
    }
    return before;
  }

  private static Object shown(String name, Object change) {
    return change instanceof Duration time
        ? name.equals("gpuHours") ? Shown.hours(time) : Shown.time(time)
        : change;
  }
}
