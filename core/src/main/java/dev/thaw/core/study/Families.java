package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.budget.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Keeps apart trials whose learning curves cannot be compared, because their schedules are made for
 * different maxima: a learning rate that falls to nothing by epoch 9 makes another curve than one
 * that does so by epoch 27, and a trial of the first kind cannot go on to epoch 27.
 *
 * <p>Where a study says that, each maximum has brackets of its own, which end at it; the maximum of
 * a trial is the last rung of its bracket. When the maximum grows, whoever climbs to the one before
 * is stopped for good. The best of those who reached it, as many as would have been promoted, are
 * trained again from their beginning to the new maximum, and new trials climb to it. That is
 * Hyperband by iterative deepening, with the winners carried over.
 */
public final class Families {

  private Families() {}

  /** Whether the curves of a study depend on the maximum that they were trained for. */
  public static boolean matter(StudySpec spec) {
    StudySpec.Growth growth = spec.fidelity().growth();
    return growth != null && growth.schedule() == StudySpec.Growth.Schedule.DEPENDS_ON_MAX;
  }

  /** The level that the training of a trial is made for. */
  public static int maximum(StudyState state, Trial trial) {
    return matter(state.spec())
        ? state.bracket(trial.bracket()).maximum()
        : state.spec().fidelity().max();
  }

  /**
   * The level that a trial is told its training is made for: where levels are epochs, no more than
   * its configuration asks for.
   */
  static int told(StudyState state, Trial trial) {
    int maximum = maximum(state, trial);
    return state.spec().fidelity().isInSeconds()
        ? maximum
        : Math.min(maximum, Reach.asked(state.spec(), trial.configuration()));
  }

  /** Whether new trials may enter a bracket as far as the maximum goes. */
  public static boolean isOpen(StudyState state, Bracket bracket) {
    return !matter(state.spec()) || bracket.maximum() == Reach.ceiling(state);
  }

  /** The brackets that trials climb to a first or a further maximum. */
  static List<BracketPlan> plans(StudySpec spec, int maximum) {
    List<BracketPlan> plans = new ArrayList<>();
    for (BracketPlan plan : Dispatch.plans(spec)) {
      if (plan.ladder().epochs().getFirst() <= maximum) {
        plans.add(plan.upTo(maximum));
      }
    }
    return plans;
  }

  /** Opens brackets for the maximum as it is now, and begins with the best of the one before. */
  static void begin(Fold fold, int before) {
    if (!matter(fold.state().spec())) {
      return;
    }
    int maximum = Reach.ceiling(fold.state());
    List<Standing> winners = winners(fold.state(), before);
    stopAll(fold, new Reason.MaximumGrew(before, maximum));
    for (BracketPlan plan : plans(fold.state().spec(), maximum)) {
      fold.emit(new StudyEvent.BracketOpened(fold.state().search().brackets().size(), plan));
    }
    if (!winners.isEmpty()) {
      trainAgain(fold, winners, maximum);
    }
  }

  /** Stops whoever is not complete, but for the baseline and confirmations. */
  private static void stopAll(Fold fold, Reason why) {
    for (Trial trial : fold.state().progress().trials()) {
      boolean baseline = fold.state().isOfTheBaseline(trial.bracket());
      if (!trial.status().ended() && !baseline && !fold.state().confirms(trial.number())) {
        fold.emit(new StudyEvent.TrialStopped(trial.number(), why));
      }
    }
  }

  private static void trainAgain(Fold fold, List<Standing> winners, int maximum) {
    int bracket = fold.state().search().brackets().size();
    int first = fold.state().progress().trials().size();
    List<Integer> numbers = winners.stream().map(Standing::trial).toList();
    fold.emit(new StudyEvent.WinnersRenewed(numbers, first, bracket));
    fold.emit(new StudyEvent.BracketOpened(bracket, BracketPlan.together(maximum, winners.size())));
    for (int i = 0; i < numbers.size(); i++) {
      Trial winner = fold.state().trial(numbers.get(i));
      int trial = first + i;
      fold.emit(new StudyEvent.TrialCreated(trial, winner.configuration(), bracket));
      int limit = Reach.target(fold.state(), fold.state().trial(trial), maximum);
      fold.emit(new StudyEvent.ResumeOwed(trial, limit, Reason.Interruption.MAXIMUM_GREW));
    }
  }

  /** One of eta of those that were trained for a maximum, at least one; the best first. */
  private static List<Standing> winners(StudyState state, int maximum) {
    TreeSet<Standing> complete = new TreeSet<>();
    for (Bracket bracket : state.searched()) {
      Rung top = bracket.rungs().getLast();
      if (top.epochs() == maximum && !state.isOfTheBaseline(bracket.number())) {
        for (Map.Entry<Standing, Boolean> entry : top.arrived()) {
          complete.add(entry.getKey());
        }
      }
    }
    int eta = Dispatch.plans(state.spec()).getFirst().eta();
    return complete.stream().limit(Math.max(1, complete.size() / eta)).toList();
  }

  /** Whether a training to a level still fits into the budget as things stand. */
  static boolean mayBeComplete(StudyState state, int level) {
    double epochs = Math.ceil(Reach.typical(state, level));
    if (epochs > state.affordableEpochs()) {
      return false;
    }
    Pace pace = state.progress().spending().rhythm();
    if (!state.budget().isInTime() || !pace.isKnown()) {
      return true;
    }
    double needed = state.progress().spending().secondsToStart() + epochs * pace.ninthDecile();
    return needed <= Timing.secondsFor(state, Timing.NEW) - Confirming.secondsKept(state);
  }

  /** Whether some that were trained again for a level are still on their way there. */
  static boolean areRenewed(StudyState state, int level) {
    for (Bracket bracket : state.searched()) {
      if (renews(state, bracket) && bracket.maximum() == level && !bracket.finished(false)) {
        return true;
      }
    }
    return false;
  }

  /** How many trials have the configuration of another one, for a larger maximum. */
  static int renewed(StudyState state) {
    if (!matter(state.spec())) {
      return 0;
    }
    int renewed = 0;
    for (Bracket bracket : state.searched()) {
      renewed += renews(state, bracket) ? bracket.entered() : 0;
    }
    return renewed;
  }

  /** Whether a trial has the configuration of another one, for a larger maximum. */
  public static boolean isRenewed(StudyState state, Trial trial) {
    return matter(state.spec())
        && !state.confirms(trial.number())
        && renews(state, state.bracket(trial.bracket()));
  }

  private static boolean renews(StudyState state, Bracket bracket) {
    return bracket.plan().isForCertainTrials() && !state.isOfTheBaseline(bracket.number());
  }
}
