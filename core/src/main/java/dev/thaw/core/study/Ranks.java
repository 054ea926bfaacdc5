package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives slots to trials by rank in a study whose adviser says nothing. Trials may stand between two
 * rungs, where the adviser left them: they are taken for promoted as long as they rank high enough
 * in the rung that they passed.
 */
final class Ranks {

  private Ranks() {}

  static void fill(Fold fold, List<Lease> idle) {
    for (Lease lease : idle) {
      goOnOrPause(fold, lease);
    }
    Assignment.fillFreeSlots(fold, Ranks::next);
  }

  /** What to do next by rank alone; empty if there is nothing. */
  static Optional<Dispatch.Job> next(StudyState state) {
    return next(state, trial -> true);
  }

  /** The same if only certain trials may go on. */
  static Optional<Dispatch.Job> next(StudyState state, IntPredicate trials) {
    if (state.affordableEpochs() <= 0) {
      return Optional.empty();
    }
    return stranded(state, trial -> trials.test(trial) && Timing.fits(state, trial))
        .or(() -> Dispatch.next(state, trials));
  }

  private static void goOnOrPause(Fold fold, Lease lease) {
    if (fold.state().affordableEpochs() <= 0 || !Timing.fits(fold.state(), lease.trial())) {
      return;
    }
    if (fold.state().waits(fold.state().trial(lease.trial()))) {
      Assignment.continueOrPause(fold, lease);
      return;
    }
    Trial trial = fold.state().trial(lease.trial());
    if (!Reach.mayGoOn(fold.state(), trial)) {
      Reason why = Assignment.spent(fold.state(), lease.trial());
      fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), why));
      return;
    }
    Position position = lastRung(fold.state(), trial);
    Bracket bracket = fold.state().bracket(trial.bracket());
    if (position == null || position.promotable()) {
      int level = bracket.rungs().get(trial.rung()).epochs();
      int target = Reach.target(fold.state(), trial, level);
      int limit = Assignment.affordable(fold.state(), lease.trial(), lease.reported(), target);
      var reason = new Reason.Owed(Reason.Interruption.ADVICE_MISSING, trial.epochs());
      fold.emit(new StudyEvent.LeaseExtended(lease.trial(), lease.fence(), limit, reason));
    } else {
      fold.emit(
          new StudyEvent.PauseOrdered(
              lease.trial(),
              lease.fence(),
              new Reason.RankTooLow(bracket.plan().rule(), position)));
    }
  }

  /** Where a trial stood in the rung that it passed; null if it passed none. */
  private static @Nullable Position lastRung(StudyState state, Trial trial) {
    int rung = trial.rung() - 1;
    return rung < 0
        ? null
        : state
            .bracket(trial.bracket())
            .position(rung, state.standing(trial, rung), !state.mayCreate());
  }

  /** The trial between two rungs that passed the highest one with a rank that suffices. */
  static Optional<Dispatch.Job> stranded(StudyState state, IntPredicate trials) {
    Trial best = null;
    Position where = null;
    for (Trial trial : state.progress().trials()) {
      if (trial.status() == TrialStatus.PAUSED
          && !state.waits(trial)
          && !state.search().owed().containsKey(trial.number())
          && trials.test(trial.number())
          && Reach.mayGoOn(state, trial)) {
        Position position = lastRung(state, trial);
        if (position == null || position.promotable()) {
          if (best == null || goesFirst(position, where)) {
            best = trial;
            where = position;
          }
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    int level = state.bracket(best.bracket()).rungs().get(best.rung()).epochs();
    int target = Reach.target(state, best, level);
    return Optional.of(
        new Dispatch.Job.Resume(
            best.number(), new Search.Debt(target, Reason.Interruption.ADVICE_MISSING, null)));
  }

  private static boolean goesFirst(@Nullable Position a, @Nullable Position b) {
    int epochsA = a == null ? 0 : a.epochs();
    int epochsB = b == null ? 0 : b.epochs();
    if (epochsA != epochsB) {
      return epochsA > epochsB;
    }
    return a != null && b != null && a.rank() < b.rank();
  }
}
