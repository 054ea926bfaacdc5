package dev.thaw.app.spec;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A study that was begun is wanted again with other limits of its budget, and is the same in all
 * else: whoever raises a limit goes on with the study. What was extended meanwhile is in force.
 *
 * @param begun the budget that the study was begun with
 * @param wanted the budget that it is to have
 */
public record RaisedBudget(Budget begun, Budget wanted) {

  /** How the line ends that says what was raised. */
  public static final String GOES_ON = ": the study goes on";

  private static final Set<String> LIMITS =
      Set.of(
          "budget.wallClock",
          "budget.deadline",
          "budget.gpuHours",
          "budget.cost",
          "budget.trials",
          "budget.epochs");

  /** Whether a difference between two specs is that of a limit. */
  public static boolean isLimit(SpecChange change) {
    return LIMITS.contains(change.path());
  }

  /**
   * What is wanted of a study that was begun; empty if anything but limits differs, if one is new
   * or gone, and for times of the day, which cannot be compared.
   */
  public static Optional<RaisedBudget> between(StudySpec begun, StudySpec wanted) {
    Budget was = begun.budget();
    Budget now = wanted.budget();
    boolean comparable =
        SpecJson.diff(SpecJson.tree(begun), SpecJson.tree(wanted)).stream()
            .allMatch(
                change ->
                    isLimit(change)
                        && !change.before().equals(SpecChange.ABSENT)
                        && !change.after().equals(SpecChange.ABSENT));
    return comparable && isSameMoney(was.cost(), now.cost()) && isInstant(was, now)
        ? Optional.of(new RaisedBudget(was, now))
        : Optional.empty();
  }

  private static boolean isSameMoney(@Nullable Cost one, @Nullable Cost other) {
    return one == null || other == null || one.currency().equals(other.currency());
  }

  private static boolean isInstant(Budget was, Budget now) {
    Deadline deadline = now.deadline();
    return deadline == null || deadline.equals(was.deadline()) || deadline.instant() != null;
  }

  /**
   * The change that makes it so; null if nothing is missing. A limit that is wanted as the study
   * was begun with stays as it was extended.
   *
   * @param inForce what the study may spend by now
   * @throws IllegalArgumentException if a limit would be lowered; the message has a line for each
   */
  public @Nullable BudgetChange over(Budget inForce) {
    List<String> lower = new ArrayList<>();
    BudgetChange change =
        new BudgetChange(
            false,
            more("wallClock", begun.wallClock(), wanted.wallClock(), inForce.wallClock(), lower),
            more(
                "deadline",
                instant(begun.deadline()),
                instant(wanted.deadline()),
                instant(inForce.deadline()),
                lower),
            more("gpuHours", begun.gpuTime(), wanted.gpuTime(), inForce.gpuTime(), lower),
            more(
                "cost", amount(begun.cost()), amount(wanted.cost()), amount(inForce.cost()), lower),
            more("trials", begun.trials(), wanted.trials(), inForce.trials(), lower),
            more("epochs", begun.epochs(), wanted.epochs(), inForce.epochs(), lower));
    if (!lower.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", lower)
              + "\n"
              + "Maybe leave the limit as it was: the same spec raises limits, and thaw extend"
              + " lowers them.");
    }
    return change.applyTo(inForce).equals(inForce) ? null : change;
  }

  private static @Nullable Instant instant(@Nullable Deadline deadline) {
    return deadline == null ? null : deadline.instant();
  }

  private static @Nullable Double amount(@Nullable Cost cost) {
    return cost == null ? null : cost.amount();
  }

  private static <T extends Comparable<T>> @Nullable T more(
      String name, @Nullable T was, @Nullable T now, @Nullable T inForce, List<String> lower) {
    if (now == null || Objects.equals(was, now) || inForce == null || now.equals(inForce)) {
      return null;
    }
    if (now.compareTo(inForce) < 0) {
      lower.add(
          "budget.%s (%s) must be at least %s, which the study may spend by now."
              .formatted(name, shown(now), shown(inForce)));
      return null;
    }
    return now;
  }

  private static Object shown(Object limit) {
    return limit instanceof Duration time ? Durations.print(time) : limit;
  }

  /** What a change makes of a budget: {@code budget.trials 3 -> 6: the study goes on}. */
  public static String sentence(Budget before, Budget after) {
    return SpecJson.diff(ContractText.tree(before), ContractText.tree(after)).stream()
        .map(
            change ->
                "budget.%s %s -> %s".formatted(change.path(), change.before(), change.after()))
        .collect(Collectors.joining(", ", "", GOES_ON));
  }
}
