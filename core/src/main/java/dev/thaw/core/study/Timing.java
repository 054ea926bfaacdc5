package dev.thaw.core.study;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.Pace;
import dev.thaw.core.budget.Tariff;
import dev.thaw.core.budget.Usage;
import dev.thaw.core.curve.Curve;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the times that a study may spend, and what fits into it. Four things end a study
 * by time: the clock, a deadline, the time of GPUs, and their cost. The last two are spent faster
 * the more leases there are; what running leases were granted is taken for spent already.
 *
 * <p>An epoch fits if in nine of ten cases it ends before the time does. Of a trial that is known,
 * its newest epochs say how long they take; of others, all epochs of the study. As long as no epoch
 * was timed, everything fits.
 */
public final class Timing {

  /** Stands for a trial that does not exist yet. */
  public static final int NEW = -1;

  private static final int NEWEST = 8;
  private static final double NANOS = 1e9;
  private static final double MOST_CLOCK = 100;

  /** Instants are rounded: less than this is nothing. */
  private static final double NOTHING = 1e-3;

  private Timing() {}

  /** For how long slots have been held by then, by leases that are over or not. */
  public static Usage used(StudyState state, Instant at) {
    Usage used = state.progress().spending().held();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.tariff() != null) {
        used = used.hold(lease.tariff(), lease.uncharged(at));
      }
    }
    return used;
  }

  /** Which limit of a time is reached by then; empty if none is. */
  static Optional<StudyEnd> spent(StudyState state, Instant at) {
    Budget budget = state.budget();
    if (!budget.isInTime()) {
      return Optional.empty();
    }
    Instant deadline = deadline(budget);
    if (deadline != null && !at.isBefore(deadline)) {
      return Optional.of(StudyEnd.DEADLINE_REACHED);
    }
    Duration wallClock = budget.wallClock();
    if (wallClock != null && state.active(at).compareTo(wallClock) >= 0) {
      return Optional.of(StudyEnd.WALL_CLOCK_SPENT);
    }
    Usage used = used(state, at);
    if (gpuSecondsLeft(budget, used) <= NOTHING) {
      return Optional.of(StudyEnd.GPU_HOURS_SPENT);
    }
    return costLeft(budget, used) <= 1e-9 * costOf(budget)
        ? Optional.of(StudyEnd.COST_SPENT)
        : Optional.empty();
  }

  /** When the clock ends the study, if nothing else does before; null for never. */
  static @Nullable Instant clockEnd(StudyState state) {
    Instant end = deadline(state.budget());
    Duration wallClock = state.budget().wallClock();
    if (wallClock == null || !state.isOpen()) {
      return end;
    }
    Instant spent =
        state
            .progress()
            .spending()
            .since()
            .plus(wallClock)
            .minus(state.progress().spending().before());
    return end == null || spent.isBefore(end) ? spent : end;
  }

  /** The next instant at which time alone changes something; null for never. */
  static @Nullable Instant nextAlarm(StudyState state) {
    Instant next = clockEnd(state);
    Hours hours = state.spec().hours();
    next = sooner(next, hours == null ? null : hours.nextChange(state.lifecycle().lastAt()));
    next = sooner(next, in(state, leaseSeconds(state, state.lifecycle().lastAt())));
    return sooner(next, Grants.end(state));
  }

  private static @Nullable Instant sooner(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Rounded up, so that what ends then has ended. */
  private static @Nullable Instant in(StudyState state, double seconds) {
    boolean foreseeable = seconds < Integer.MAX_VALUE;
    return foreseeable
        ? state.lifecycle().lastAt().plusNanos((long) Math.ceil(Math.max(0, seconds) * NANOS) + 1)
        : null;
  }

  private static @Nullable Instant deadline(Budget budget) {
    return budget.deadline() == null ? null : budget.deadline().instant();
  }

  private static double gpuSecondsLeft(Budget budget, Usage used) {
    return budget.gpuTime() == null
        ? Double.POSITIVE_INFINITY
        : budget.gpuTime().minus(used.gpuTime()).toNanos() / NANOS;
  }

  private static double costLeft(Budget budget, Usage used) {
    Cost cost = budget.cost();
    return cost == null ? Double.POSITIVE_INFINITY : cost.amount() - used.price(cost);
  }

  private static double costOf(Budget budget) {
    return budget.cost() == null ? 0 : budget.cost().amount();
  }

  /** GPU seconds per second. */
  private static double gpuRate(StudyState state) {
    double rate = 0;
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Tariff tariff = entry.getValue().tariff();
      rate += tariff == null ? 0 : tariff.rate();
    }
    return rate;
  }

  /** Cost per nanosecond. */
  private static double costRate(StudyState state, Cost cost) {
    double rate = 0;
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Tariff tariff = entry.getValue().tariff();
      rate += tariff == null ? 0 : cost.perNano(tariff.label());
    }
    return rate;
  }

  /**
   * The seconds until the first limit of a time is reached if all goes on as now; infinite if that
   * is never. Public for those who show it.
   */
  public static double secondsLeft(StudyState state, Instant at) {
    return Math.min(clockSeconds(state, at), leaseSeconds(state, at));
  }

  /** The seconds until the leases that there are have used up GPU time or money. */
  static double leaseSeconds(StudyState state, Instant at) {
    Budget budget = state.budget();
    if (!budget.isByLease()) {
      return Double.POSITIVE_INFINITY;
    }
    Usage used = used(state, at);
    double left = gpuSecondsLeft(budget, used) / gpuRate(state);
    Cost cost = budget.cost();
    return cost == null
        ? left
        : Math.min(left, costLeft(budget, used) / costRate(state, cost) / NANOS);
  }

  /** The seconds until the clock ends the study; infinite if it does not. */
  static double clockSeconds(StudyState state, Instant at) {
    Instant end = clockEnd(state);
    return end == null ? Double.POSITIVE_INFINITY : Duration.between(at, end).toNanos() / NANOS;
  }

  /** The seconds that a trial may train from now on, in its slot or in another. */
  static double secondsFor(StudyState state, int trial) {
    Instant at = state.lifecycle().lastAt();
    double left = clockSeconds(state, at);
    Budget budget = state.budget();
    if (!budget.isByLease()) {
      return left;
    }
    Tariff tariff = tariff(state, trial);
    Usage used = used(state, at);
    double gpus = gpuSecondsLeft(budget, used);
    double money = costLeft(budget, used);
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.trial() != trial && lease.tariff() != null) {
        double seconds = lease.outstandingEpochs() * usual(state, lease.trial());
        gpus -= seconds * lease.tariff().rate();
        money -= price(budget, lease.tariff(), seconds);
      }
    }
    left = Math.min(left, gpus / tariff.rate());
    double perSecond = price(budget, tariff, 1);
    return perSecond > 0 ? Math.min(left, money / perSecond) : left;
  }

  /** What a second in the cheapest free slot costs; 0 without prices. */
  static double pricePerSecond(StudyState state) {
    return price(state.budget(), tariff(state, NEW), 1);
  }

  private static double price(Budget budget, Tariff tariff, double seconds) {
    return budget.cost() == null ? 0 : budget.cost().perNano(tariff.label()) * NANOS * seconds;
  }

  private static Tariff tariff(StudyState state, int trial) {
    Lease lease = trial < 0 ? null : state.lease(trial);
    if (lease != null && lease.tariff() != null) {
      return lease.tariff();
    }
    Tariff cheapest = null;
    for (Map.Entry<Slot, Boolean> free : state.cluster().free()) {
      Tariff tariff = tariff(state, free.getKey());
      if (cheapest == null || isCheaper(state.budget(), tariff, cheapest)) {
        cheapest = tariff;
      }
    }
    return cheapest == null ? new Tariff(gpus(state), 1, "") : cheapest;
  }

  private static boolean isCheaper(Budget budget, Tariff one, Tariff other) {
    double difference = price(budget, one, 1) - price(budget, other, 1);
    return difference < 0 || (difference == 0 && one.rate() < other.rate());
  }

  /** How the time of a slot is counted. */
  static Tariff tariff(StudyState state, Slot slot) {
    Cluster.Node node = state.cluster().nodes().get(slot.node());
    String label = node == null || node.label() == null ? "" : node.label();
    int sharing = Math.max(1, state.cluster().slotsOn(state.cluster().device(slot)));
    return new Tariff(gpus(state), sharing, label);
  }

  private static int gpus(StudyState state) {
    return Math.max(1, state.spec().resources().gpusPerTrial().orElse(1));
  }

  /** Which limit of a time is going to be reached first. */
  static StudyEnd nearest(StudyState state) {
    double clock = clockSeconds(state, state.lifecycle().lastAt());
    if (secondsFor(state, NEW) >= clock) {
      Instant deadline = deadline(state.budget());
      return deadline != null && deadline.equals(clockEnd(state))
          ? StudyEnd.DEADLINE_REACHED
          : StudyEnd.WALL_CLOCK_SPENT;
    }
    Usage used = used(state, state.lifecycle().lastAt());
    double gpus = gpuSecondsLeft(state.budget(), used) / tariff(state, NEW).rate();
    return secondsFor(state, NEW) >= gpus ? StudyEnd.GPU_HOURS_SPENT : StudyEnd.COST_SPENT;
  }

  /**
   * Whether not even the fastest epoch so far would end in time: neither in the cheapest free slot,
   * nor in the slot of a trial that waits to be told how to go on.
   */
  static boolean nothingFits(StudyState state) {
    if (!state.budget().isInTime()) {
      return false;
    }
    Pace pace = state.progress().spending().rhythm();
    return pace.isKnown()
        && secondsFor(state, NEW) < pace.fastest()
        && Guidance.idleLeases(state).stream()
            .allMatch(lease -> secondsFor(state, lease.trial()) < pace.fastest());
  }

  /** Whether a trial can train at least one more epoch in time; a confirmation all it lacks. */
  static boolean fits(StudyState state, int trial) {
    int least = Confirming.least(state, trial);
    return (least == 1 || least <= state.ungrantedEpochs())
        && (!state.budget().isInTime() || fitting(state, trial) >= least);
  }

  /**
   * Which trials can train at least one more epoch in time; NEW stands for one that does not exist
   * yet.
   */
  static IntPredicate fitting(StudyState state) {
    return trial -> fits(state, trial);
  }

  /** Whether a new trial can train at least one epoch in time. */
  static boolean fitsNew(StudyState state) {
    return fits(state, NEW);
  }

  /**
   * How many more epochs of a trial fit into what is left, from where it would go on.
   *
   * @param trial its number; NEW for one that does not exist yet
   */
  static int fitting(StudyState state, int trial) {
    Pace study = state.progress().spending().rhythm();
    if (!state.budget().isInTime() || !study.isKnown()) {
      return Integer.MAX_VALUE;
    }
    double left = secondsFor(state, trial) - start(state, trial);
    double epochs = left / pace(state, trial).ninthDecile();
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, epochs));
  }

  /** The seconds that a trial probably needs to be trained from where it is up to an epoch. */
  static double secondsTo(StudyState state, int trial, int epoch) {
    Lease lease = state.lease(trial);
    int from = lease == null ? state.trial(trial).resumeEpoch() : lease.reported();
    return start(state, trial) + Math.max(0, epoch - from) * pace(state, trial).ninthDecile();
  }

  private static double start(StudyState state, int trial) {
    Lease lease = trial < 0 ? null : state.lease(trial);
    boolean inPlace = lease != null && lease.ending() == Lease.Ending.NONE;
    return inPlace ? 0 : state.progress().spending().secondsToStart();
  }

  private static double usual(StudyState state, int trial) {
    Pace pace = pace(state, trial);
    return pace.isKnown() ? pace.median() : 0;
  }

  /** How long the newest epochs of a trial took, or those of the study if it has none. */
  static Pace pace(StudyState state, int trial) {
    return pace(state, trial, Trial::curve, state.progress().spending().rhythm());
  }

  /** How much the same took of the seconds that count for the levels of the fidelity. */
  static Pace exertion(StudyState state, int trial) {
    return pace(state, trial, Trial::effort, state.progress().spending().exertion());
  }

  /**
   * How many seconds of the clock pass while a trial works for one that counts for the levels of
   * the fidelity, as its newest epochs say; 1 while nobody knows. Nothing counts as more than a
   * hundred times slower or faster: a session that hardly works at all is cut some day.
   *
   * @param trial its number; NEW for one that does not exist yet
   */
  public static double clockPerEffort(StudyState state, int trial) {
    if (!state.spec().fidelity().hasEffort()) {
      return 1;
    }
    Pace clock = pace(state, trial);
    Pace effort = exertion(state, trial);
    boolean known = clock.isKnown() && effort.isKnown();
    return known ? Math.clamp(clock.median() / effort.median(), 1 / MOST_CLOCK, MOST_CLOCK) : 1;
  }

  private static Pace pace(
      StudyState state, int trial, Function<Trial, Curve> curve, Pace otherwise) {
    if (trial < 0) {
      return otherwise;
    }
    Trial alike = state.trial(Confirming.likeness(state, trial, NEWEST));
    Kinds kinds = state.progress().kinds();
    Pace own = Pace.unknown();
    if (kinds != null && kinds.differ()) {
      own = newest(alike, curve, kinds, kind(state, trial));
    }
    own = own.isKnown() ? own : newest(alike, curve, null, "");
    return own.isKnown() ? own : otherwise;
  }

  /** How long the newest epochs of a trial took, all or only those on nodes of a kind. */
  private static Pace newest(
      Trial trial, Function<Trial, Curve> curve, @Nullable Kinds kinds, String kind) {
    Pace pace = Pace.unknown();
    for (int epoch = trial.epochs(); epoch > 0 && pace.epochs() < NEWEST; epoch--) {
      if (kinds == null && epoch <= trial.epochs() - NEWEST) {
        break;
      }
      if (kinds == null || kinds.label(trial.number(), epoch).equals(kind)) {
        pace = pace.after(curve.apply(trial).seconds(epoch));
      }
    }
    return pace;
  }

  /**
   * The label of the node on which a trial trains, or of that with the cheapest free slot; empty
   * for none.
   *
   * @param trial its number; NEW for one that does not exist yet
   */
  public static String kind(StudyState state, int trial) {
    return tariff(state, trial).label();
  }
}
