package dev.thaw.core.simulation;

import java.time.Duration;

/**
 * Counts what the trials of one simulation use, and says when a budget of epochs is spent: no epoch
 * is begun after that, and those under way are finished.
 *
 * <p>An epoch is charged when it begins. Every session that is opened, for a new trial or to thaw
 * one, can be charged as well, in budget and in time; going on in place is free. Confined to one
 * thread; one meter measures one simulation.
 */
public final class Meter {

  private final double budget;
  private final double startCost;
  private final Duration startDelay;
  private long epochs;
  private long starts;
  private long thaws;

  private Meter(double budget, double startCost, Duration startDelay) {
    this.budget = budget;
    this.startCost = startCost;
    this.startDelay = startDelay;
  }

  /** A meter that never says stop, for sessions that open at once. */
  public static Meter unlimited() {
    return new Meter(Double.POSITIVE_INFINITY, 0, Duration.ZERO);
  }

  /**
   * A meter with a budget.
   *
   * @param budget how many epochs may be charged, more than 0; infinite for no limit
   * @param startCost how many epochs each start and each thaw costs, at least 0
   * @param epochSeconds how long such an epoch takes, at least 0
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public static Meter of(double budget, double startCost, double epochSeconds) {
    boolean right = budget > 0 && startCost >= 0 && epochSeconds >= 0;
    if (!right || Double.isInfinite(startCost * epochSeconds)) {
      throw new IllegalArgumentException(
          "budget (%s) must be above 0, startCost (%s) and epochSeconds (%s) at least 0 and finite."
              .formatted(budget, startCost, epochSeconds));
    }
    return new Meter(budget, startCost, Duration.ofNanos((long) (startCost * epochSeconds * 1e9)));
  }

  /**
   * A meter that charges epochs alone, for sessions that take a while to open.
   *
   * @param budget how many epochs may be begun, more than 0; infinite for no limit
   * @param startDelay how long each start and each thaw takes
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public static Meter ofEpochs(double budget, Duration startDelay) {
    if (!(budget > 0) || startDelay.isNegative()) {
      throw new IllegalArgumentException(
          "budget (%s) must be above 0, startDelay (%s) at least 0.".formatted(budget, startDelay));
    }
    return new Meter(budget, 0, startDelay);
  }

  /** Whether the budget is spent, so that nothing may begin any more. */
  public boolean spent() {
    return used() >= budget;
  }

  /** What was charged so far, in epochs. */
  public double used() {
    return epochs + startsCharged();
  }

  /** What starts and thaws were charged so far, in epochs. */
  public double startsCharged() {
    return startCost * (starts + thaws);
  }

  /** How many trials were started. */
  public long starts() {
    return starts;
  }

  /** How many times a trial was thawed. */
  public long thaws() {
    return thaws;
  }

  /** How many epochs were begun. */
  public long epochs() {
    return epochs;
  }

  /** Charges a session that is opened, and returns how long that takes. */
  Duration open(boolean thaw) {
    if (thaw) {
      thaws++;
    } else {
      starts++;
    }
    return startDelay;
  }

  /** Charges an epoch that begins. */
  void train() {
    epochs++;
  }
}
