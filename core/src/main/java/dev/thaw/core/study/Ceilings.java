package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Rung;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the maximal fidelity grows: from rung to rung, once enough trials have reached the
 * one that is the last for now, or little is to be gained below it, or nothing is left to do there.
 */
final class Ceilings {

  /** So many trials have to show that little is to be gained. */
  private static final int FEW = 3;

  private Ceilings() {}

  /** The first ceiling of a study; null if it has none. */
  static @Nullable Integer first(StudySpec spec) {
    StudySpec.Growth growth = spec.fidelity().growth();
    return growth == null ? null : levels(spec).ceiling(growth.from());
  }

  /** All ceilings that a study with growth has, one after the other. */
  static NavigableSet<Integer> all(StudySpec spec) {
    Integer first = first(spec);
    NavigableSet<Integer> levels = levels(spec);
    return first == null ? levels : levels.tailSet(first, true);
  }

  /** How often the ceiling was raised so far; 0 for a study whose maximum does not grow. */
  static int raised(StudyState state) {
    return state.spec().fidelity().growth() == null
        ? 0
        : all(state.spec()).headSet(Reach.ceiling(state), false).size();
  }

  /** The levels of all rungs that the study's brackets have, and the maximal fidelity. */
  private static NavigableSet<Integer> levels(StudySpec spec) {
    NavigableSet<Integer> levels = new TreeSet<>();
    for (BracketPlan plan : Dispatch.plans(spec)) {
      levels.addAll(plan.ladder().epochs());
    }
    levels.add(spec.fidelity().max());
    return levels;
  }

  /** Raises the ceiling by one level if it is time; false if it is not. */
  static boolean raise(Fold fold) {
    StudyState state = fold.state();
    Integer ceiling = state.search().ceiling();
    if (ceiling == null
        || ceiling >= state.spec().fidelity().max()
        || isTooLate(state, ceiling)
        || state.lifecycle().phase() != Lifecycle.Phase.RUNNING
        || Confirming.closes(state)
        || state.affordableEpochs() <= 0) {
      return false;
    }
    Reason why = why(fold, ceiling);
    Integer higher = levels(state.spec()).higher(ceiling);
    if (why == null || higher == null) {
      return false;
    }
    raise(fold, ceiling, higher, why);
    return true;
  }

  private static void raise(Fold fold, int ceiling, int higher, Reason why) {
    fold.emit(new StudyEvent.CeilingRaised(higher, why));
    Families.begin(fold, ceiling);
  }

  /**
   * Where curves depend on the maximum, nobody begins anew for a larger one that cannot be complete
   * with it, while what there is must be complete in time, or before those that began so are.
   */
  private static boolean isTooLate(StudyState state, int ceiling) {
    if (!Families.matter(state.spec())) {
      return false;
    }
    Integer higher = levels(state.spec()).higher(ceiling);
    return state.lifecycle().terms().landing()
        || higher == null
        || !Families.mayBeComplete(state, higher)
        || Families.areRenewed(state, ceiling);
  }

  /** Raises the ceiling by one level if hardly anything is to be gained below it. */
  static void weigh(Fold fold, Advice.@Nullable Prospect prospect) {
    Integer ceiling = fold.state().search().ceiling();
    StudySpec.Growth growth = fold.state().spec().fidelity().growth();
    if (prospect == null || ceiling == null || growth == null || isTooLate(fold.state(), ceiling)) {
      return;
    }
    Integer higher = levels(fold.state().spec()).higher(ceiling);
    if (higher != null
        && prospect.gain() < growth.stall() * prospect.spread()
        && reached(fold.state(), ceiling) >= Math.min(FEW, wanted(fold.state().spec(), ceiling))) {
      var little = new Reason.GainTooSmall(prospect.gain(), prospect.spread());
      Reason why = onceSettled(fold, growth, ceiling, little);
      if (why != null) {
        raise(fold, ceiling, higher, why);
      }
    }
  }

  private static @Nullable Reason why(Fold fold, int ceiling) {
    StudyState state = fold.state();
    StudySpec.Growth growth = state.spec().fidelity().growth();
    int wanted = wanted(state.spec(), ceiling);
    int reached = reached(state, ceiling);
    Reason enough =
        growth == null || reached < wanted
            ? null
            : onceSettled(fold, growth, ceiling, new Reason.EnoughReached(reached, wanted));
    if (enough != null) {
      return enough;
    }
    return state.cluster().leases().isEmpty() && Decider.nothingToDo(state)
        ? new Reason.NothingBelow()
        : null;
  }

  /**
   * Why the ceiling may rise, if there is a reason for it but for what is not settled; null if it
   * has to wait for that. It waits only for a part of the budget, the same for each level.
   */
  private static @Nullable Reason onceSettled(
      Fold fold, StudySpec.Growth growth, int ceiling, Reason otherwise) {
    if (growth.settleBy() == null) {
      return otherwise;
    }
    StudyState state = fold.state();
    OptionalDouble width =
        reached(state, ceiling) < Settlement.TRIALS
            ? OptionalDouble.empty()
            : Settlement.width(state, ceiling);
    if (width.isPresent() && width.getAsDouble() < Settlement.NARROW) {
      return new Reason.CheapSettled(width.getAsDouble(), Settlement.TRIALS);
    }
    double levels = Math.max(1, all(state.spec()).size() - 1);
    double until = growth.settleBy() * (raised(state) + 1) / levels;
    double spent = Left.of(state, fold.at()).share();
    return spent >= until ? new Reason.WaitedEnough(spent) : null;
  }

  /** How many trials reached the rungs at a level, the baseline left out. */
  private static int reached(StudyState state, int level) {
    int reached = 0;
    for (Bracket bracket : state.searched()) {
      if (!state.isOfTheBaseline(bracket.number())) {
        for (Rung rung : bracket.rungs()) {
          reached += rung.epochs() == level ? rung.arrived().size() : 0;
        }
      }
    }
    return reached;
  }

  /** As many as leave one at the maximal fidelity, if one of eta goes on from each level. */
  private static int wanted(StudySpec spec, int ceiling) {
    NavigableSet<Integer> levels = levels(spec);
    int eta = Dispatch.plans(spec).getFirst().eta();
    StudySpec.Growth growth = spec.fidelity().growth();
    Integer first = first(spec);
    Integer trials = growth == null ? null : growth.trials();
    if (trials != null && first != null) {
      int steps = levels.subSet(first, ceiling).size();
      return (int) Math.max(1, trials / Math.pow(eta, steps));
    }
    int above = levels.tailSet(ceiling, false).size();
    return (int) Math.min(Integer.MAX_VALUE, Math.pow(eta, above));
  }
}
