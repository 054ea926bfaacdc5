package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.persistent.PersistentVector;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Picks what a free slot does: first what is owed, then the baseline, then what somebody added,
 * then the best promotable trial of the highest rung, then a trial whose grant was over, then a new
 * configuration. A trial that waits for another node, which has its checkpoint, is passed over:
 * {@link Placement}.
 */
public final class Dispatch {

  private Dispatch() {}

  /** Something that a slot can do, or that must happen before a slot can do anything. */
  public sealed interface Job {
    /** A trial goes on with what it was promised. */
    record Resume(int trial, Search.Debt debt) implements Job {}

    /** A trial of a rung is promoted. */
    record Promote(Position position) implements Job {}

    /** A new trial enters a bracket. */
    record Create(int bracket) implements Job {}

    /** The next bracket is opened. */
    record Open(int bracket, BracketPlan plan) implements Job {}

    /** A member of a population is ended; it needs no slot. */
    record Replace(Position position) implements Job {}

    /** A fork of one of the best who stand in a rung enters a population. */
    record Fork(int bracket, int rung) implements Job {}

    /** The number of the trial that goes on; -1 if none does. */
    default int trial() {
      return switch (this) {
        case Resume(int trial, _) -> trial;
        case Promote(Position position) -> position.trial();
        case Create _, Open _, Replace _, Fork _ -> -1;
      };
    }
  }

  /** Knows the next job of a kind. */
  @FunctionalInterface
  interface Source {
    /**
     * What to do next; empty if there is nothing.
     *
     * @param trials which trials may go on; the others are passed over
     */
    Optional<Job> next(StudyState state, IntPredicate trials);
  }

  /** What to do next; empty if there is nothing to do for now, or ever. */
  public static Optional<Job> next(StudyState state) {
    return next(state, trial -> true);
  }

  /** What to do next if only certain trials may go on; new ones may always begin. */
  static Optional<Job> next(StudyState state, IntPredicate trials) {
    return runs(state) ? next(state, trials, fitting(state)) : Optional.empty();
  }

  /** Whether there would be something to do if the study had more time. */
  static boolean wantsTime(StudyState state) {
    return next(state, trial -> true, trial -> true).isPresent()
        || Packing.isSomebodyOwedADevice(state)
        || (Guidance.guides(state) && Ranks.stranded(state, trial -> true).isPresent());
  }

  /**
   * What to do next.
   *
   * @param trials which trials may go on; the others are passed over
   * @param fits which of them can in time, and whether one that does not exist yet can
   */
  private static Optional<Job> next(StudyState state, IntPredicate trials, IntPredicate fits) {
    if (Confirming.closes(state)) {
      return owed(state, trials, fits);
    }
    if (Generations.matter(state.spec())) {
      return promised(state, trials, fits)
          .or(() -> Generations.next(state, trials.and(fits), fits.test(Timing.NEW)));
    }
    if (Races.matter(state.spec())) {
      return promised(state, trials, fits).or(() -> Races.next(state, fits.test(Timing.NEW)));
    }
    return promised(state, trials, fits)
        .or(() -> bestPromotable(state, trials.and(fits)).map(Job.Promote::new))
        .or(() -> outOfTime(state, trials.and(fits)))
        .or(() -> create(state, fits));
  }

  /**
   * What goes before everything else: what is owed, the baseline, and what somebody added; empty if
   * nothing is.
   */
  static Optional<Job> promised(StudyState state, IntPredicate trials) {
    if (!runs(state)) {
      return Optional.empty();
    }
    IntPredicate fits = fitting(state);
    return promised(state, trials, fits).or(() -> outOfTime(state, trials.and(fits)));
  }

  /**
   * Who gets the slot of a trial whose grant is over: who is owed something, or promotable, or was
   * trained for less time and is owed its way as this one would be; empty if nobody does. A new
   * trial does not.
   */
  static Optional<Job> before(StudyState state, Trial trial, IntPredicate others) {
    if (!runs(state)) {
      return Optional.empty();
    }
    IntPredicate fits = fitting(state).and(others);
    IntPredicate lessTrained = other -> goesFirst(state.trial(other), trial);
    return owed(state, others, fits)
        .or(
            () ->
                Guidance.ranksDecide(state)
                    ? bestPromotable(state, fits).map(Job.Promote::new)
                    : Optional.empty())
        .or(() -> outOfTime(state, fits.and(lessTrained)));
  }

  /** Which trials can train in time, and may be trained further for now. */
  private static IntPredicate fitting(StudyState state) {
    IntPredicate inTime = Timing.fitting(state);
    return state.search().ceiling() == null
        ? inTime
        : trial -> inTime.test(trial) && (trial < 0 || Reach.mayGoOn(state, state.trial(trial)));
  }

  private static Optional<Job> promised(StudyState state, IntPredicate trials, IntPredicate fits) {
    return owed(state, trials, fits)
        .or(() -> baseline(state, fits))
        .or(() -> state.byHand().added().isEmpty() ? Optional.empty() : begin(state, fits));
  }

  /** Where what somebody added is tried: as any other new trial, in a race that has room. */
  private static Optional<Job> begin(StudyState state, IntPredicate fits) {
    return Races.matter(state.spec())
        ? Races.next(state, fits.test(Timing.NEW))
        : create(state, fits);
  }

  /** How many trials can still be begun, whatever the budget says. */
  static long places(StudyState state) {
    if (Races.matter(state.spec())) {
      return Races.places(state);
    }
    List<BracketPlan> plans = plans(state.spec());
    int sweeps = state.spec().scheduler().sweeps();
    if (!plans.getFirst().synchronous() || sweeps == 0) {
      return Long.MAX_VALUE;
    }
    long places = 0;
    for (Bracket bracket : live(state)) {
      boolean counts = !bracket.plan().isForCertainTrials();
      places += counts ? bracket.plan().sizes().getFirst() - bracket.entered() : 0;
    }
    for (int next = opened(state); next < sweeps * plans.size(); next++) {
      places += plans.get(next % plans.size()).sizes().getFirst();
    }
    return places;
  }

  /** How many brackets of the scheduler were opened. */
  private static int opened(StudyState state) {
    int confirming = (int) state.progress().rounds().stream().filter(r -> r.trials() > 0).count();
    int certain = confirming + state.byHand().forks().size() + (state.spec().baseline() ? 1 : 0);
    return state.search().brackets().size() - certain;
  }

  private static boolean runs(StudyState state) {
    return state.lifecycle().phase() == Lifecycle.Phase.RUNNING && state.affordableEpochs() > 0;
  }

  /** The bracket that the next new trial enters; empty if none has room. */
  public static OptionalInt bracketForNew(StudyState state) {
    int ceiling = Reach.ceiling(state);
    List<Bracket> open =
        live(state).stream()
            .filter(bracket -> bracket.hasRoom() && bracket.rungs().getFirst().epochs() <= ceiling)
            .filter(bracket -> Families.isOpen(state, bracket))
            .toList();
    return open.isEmpty() ? OptionalInt.empty() : OptionalInt.of(draw(state, open).number());
  }

  /** The best paused trial of every rung that has one, from the highest rung down. */
  static List<Position> heldBack(StudyState state, int exceptTrial) {
    boolean closed = !state.mayCreate();
    List<Position> found = new ArrayList<>();
    if (Races.matter(state.spec())) {
      return found; // Whoever waits in a race waits for others, and not for a slot.
    }
    for (Bracket bracket : live(state)) {
      for (int rung = bracket.top() - 1; rung >= 0; rung--) {
        bracket
            .bestWaiting(rung, closed)
            .filter(position -> position.trial() != exceptTrial)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Who must train alone goes first if a device is empty, and does not keep others waiting. */
  private static Optional<Job> owed(StudyState state, IntPredicate trials, IntPredicate fits) {
    OptionalInt alone = Packing.next(state);
    if (alone.isPresent() && fits.test(alone.getAsInt())) {
      Search.Debt debt = Objects.requireNonNull(state.search().owed().get(alone.getAsInt()));
      return Optional.of(new Job.Resume(alone.getAsInt(), debt));
    }
    IntPredicate confirms = state::confirms;
    Optional<Job> confirmation =
        state.confirmations() == 0
            ? Optional.empty()
            : owedFirst(state, confirms.and(trials).and(fits));
    return confirmation.isPresent() || Confirming.closes(state)
        ? confirmation
        : owedFirst(state, trials.and(fits).and(trial -> !isOutOfTime(state, trial)));
  }

  private static boolean isOutOfTime(StudyState state, int trial) {
    Search.Debt debt = state.search().owed().get(trial);
    return debt != null && debt.why() == Reason.Interruption.GRANT_SPENT && !state.confirms(trial);
  }

  /** Of those whose grant was over, who was trained for the least time. */
  private static Optional<Job> outOfTime(StudyState state, IntPredicate trials) {
    Trial first = null;
    if (state.spec().fidelity().grant() == null) {
      return Optional.empty();
    }
    for (Map.Entry<Integer, Search.Debt> entry : state.search().owed()) {
      Trial trial = state.trial(entry.getKey());
      if (state.lease(entry.getKey()) == null
          && isOutOfTime(state, entry.getKey())
          && !state.cluster().alone().containsKey(entry.getKey())
          && trials.test(entry.getKey())
          && (first == null || goesFirst(trial, first))) {
        first = trial;
      }
    }
    return first == null
        ? Optional.empty()
        : Optional.of(
            new Job.Resume(
                first.number(), Objects.requireNonNull(state.search().owed().get(first.number()))));
  }

  private static boolean goesFirst(Trial one, Trial other) {
    return one.curve().totalSeconds() < other.curve().totalSeconds();
  }

  private static Optional<Job> owedFirst(StudyState state, IntPredicate trials) {
    for (Map.Entry<Integer, Search.Debt> entry : state.search().owed()) {
      if (state.lease(entry.getKey()) == null
          && !state.cluster().alone().containsKey(entry.getKey())
          && trials.test(entry.getKey())) {
        return Optional.of(new Job.Resume(entry.getKey(), entry.getValue()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Job> baseline(StudyState state, IntPredicate fits) {
    boolean due =
        state.spec().baseline()
            && state.bracket(0).hasRoom()
            && state.mayCreate()
            && fits.test(Timing.NEW);
    return due ? Optional.of(new Job.Create(0)) : Optional.empty();
  }

  private static Optional<Position> bestPromotable(StudyState state, IntPredicate trials) {
    boolean closed = !state.mayCreate();
    Position best = null;
    for (Bracket bracket : live(state)) {
      Position here = bracket.bestPromotable(closed, trials).orElse(null);
      if (here != null && (best == null || here.epochs() > best.epochs())) {
        best = here;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<Job> create(StudyState state, IntPredicate fits) {
    if (!state.mayCreate() || !fits.test(Timing.NEW)) {
      return Optional.empty();
    }
    OptionalInt open = bracketForNew(state);
    return open.isPresent() ? Optional.of(new Job.Create(open.getAsInt())) : nextPlan(state);
  }

  /** A synchronous bracket is filled before the next; asynchronous ones share by weight. */
  private static Bracket draw(StudyState state, List<Bracket> open) {
    if (open.size() == 1 || open.getFirst().plan().synchronous()) {
      return open.getFirst();
    }
    double total = open.stream().mapToDouble(bracket -> bracket.plan().weight()).sum();
    double left =
        total
            * Draws.of(state.spec().seed(), "bracket", state.progress().trials().size()).uniform(0);
    for (Bracket bracket : open) {
      left -= bracket.plan().weight();
      if (left < 0) {
        return bracket;
      }
    }
    return open.getLast();
  }

  private static Optional<Job> nextPlan(StudyState state) {
    StudySpec spec = state.spec();
    List<BracketPlan> plans = plans(spec);
    int number = state.search().brackets().size();
    int opened = opened(state);
    int sweeps = spec.scheduler().sweeps();
    if (!plans.getFirst().synchronous()
        || isHeldBackByTheCeiling(state)
        || (sweeps > 0 && opened >= sweeps * plans.size())) {
      return Optional.empty();
    }
    return Optional.of(new Job.Open(number, plans.get(opened % plans.size())));
  }

  /** Whether a bracket has room for trials that would be compared above the ceiling at first. */
  private static boolean isHeldBackByTheCeiling(StudyState state) {
    return live(state).stream().anyMatch(Bracket::hasRoom);
  }

  /** The brackets that are open from the start. */
  static List<BracketPlan> initialPlans(StudySpec spec) {
    List<BracketPlan> initial = new ArrayList<>();
    if (spec.baseline()) {
      initial.add(BracketPlan.single(spec.fidelity().max()));
    }
    if (Families.matter(spec)) {
      initial.addAll(Families.plans(spec, Objects.requireNonNull(Ceilings.first(spec))));
      return initial;
    }
    for (BracketPlan plan : plans(spec)) {
      if (!plan.synchronous()) {
        initial.add(plan);
      }
    }
    return initial;
  }

  /** The plans of a study's scheduler. */
  static List<BracketPlan> plans(StudySpec spec) {
    return spec.scheduler().plans(spec.fidelity().min(), spec.fidelity().max());
  }

  /** The brackets that may have work, without the baseline's. */
  private static List<Bracket> live(StudyState state) {
    PersistentVector<Bracket> all = state.search().brackets();
    int first = Math.max(state.search().firstLive(), state.spec().baseline() ? 1 : 0);
    List<Bracket> live = new ArrayList<>(all.size() - first);
    for (int number = first; number < all.size(); number++) {
      live.add(all.get(number));
    }
    return live;
  }
}
