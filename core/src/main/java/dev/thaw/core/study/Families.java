package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
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
        ? maximum(state.bracket(trial.bracket()))
        : state.spec().fidelity().max();
  }

  private static int maximum(Bracket bracket) {
    return bracket.rungs().getLast().epochs();
  }

  /** Whether new trials may enter a bracket as far as the maximum goes. */
  public static boolean isOpen(StudyState state, Bracket bracket) {
    return !matter(state.spec()) || maximum(bracket) == Reach.ceiling(state);
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
      boolean baseline = isOfTheBaseline(fold.state(), fold.state().bracket(trial.bracket()));
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
      if (top.epochs() == maximum && !isOfTheBaseline(state, bracket)) {
        for (Map.Entry<Standing, Boolean> entry : top.arrived()) {
          complete.add(entry.getKey());
        }
      }
    }
    int eta = Dispatch.plans(state.spec()).getFirst().eta();
    return complete.stream().limit(Math.max(1, complete.size() / eta)).toList();
  }

  private static boolean isOfTheBaseline(StudyState state, Bracket bracket) {
    return state.spec().baseline() && bracket.number() == 0;
  }

  /** How many trials have the configuration of another one, for a larger maximum. */
  static int renewed(StudyState state) {
    if (!matter(state.spec())) {
      return 0;
    }
    int renewed = 0;
    for (Bracket bracket : state.searched()) {
      boolean renews = bracket.plan().isForCertainTrials() && !isOfTheBaseline(state, bracket);
      renewed += renews ? bracket.entered() : 0;
    }
    return renewed;
  }
}
