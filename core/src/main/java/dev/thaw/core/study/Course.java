package dev.thaw.core.study;

import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import java.time.Instant;
import java.util.Map;

/**
 * Follows the contract of a study: ends it when a limit is reached or it no longer pays, freezes it
 * outside of its hours, and begins the landing.
 */
final class Course {

  private Course() {}

  /** Does what is due at the instant of the input. */
  static void follow(Fold fold) {
    if (fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return;
    }
    Timing.spent(fold.state(), fold.at()).ifPresent(end -> end(fold, end));
    pays(fold);
    keepHours(fold);
    Grants.cut(fold);
    if (fold.state().lifecycle().phase() == Lifecycle.Phase.RUNNING && fold.state().isOpen()) {
      Landing.begin(fold);
      Confirming.land(fold);
    }
  }

  /** Ends the study because a limit of a time is reached. */
  private static void end(Fold fold, StudyEnd why) {
    fold.emit(new StudyEvent.StudyEnding(why));
    leave(fold, new Reason.Ending(why));
  }

  private static void pays(Fold fold) {
    StopWhen when = fold.state().spec().stopWhen();
    Progress.Best best = fold.state().progress().best();
    if (when == null
        || best == null
        || fold.state().byHand().paused() // Judged once it goes on, so that it can be confirmed.
        || Confirming.isUnderway(fold.state())
        || fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return;
    }
    if (when.target() != null
        && fold.state().score(best.value()) <= fold.state().score(when.target())
        && Outcomes.isFeasible(fold.state(), fold.state().trial(best.trial()), best.epoch())) {
      enough(fold, StudyEnd.TARGET_REACHED);
    } else if (when.noImprovement() != null
        && fold.state().progress().spending().epochs() - fold.state().lifecycle().terms().bestAt()
            >= when.noImprovement()) {
      enough(fold, StudyEnd.NO_IMPROVEMENT);
    } else if (Yield.isTooLittle(fold.state())) {
      enough(fold, StudyEnd.NO_LONGER_PAYS);
    }
  }

  /** Ends the search, and with it the study, unless its winner is to be confirmed. */
  private static void enough(Fold fold, StudyEnd why) {
    if (!fold.state().isOpen() || !Confirming.begin(fold, why)) {
      Decider.stop(fold, why);
      return;
    }
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() == Lease.Ending.NONE) {
        fold.emit(
            new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), new Reason.Ending(why)));
      }
    }
  }

  private static void keepHours(Fold fold) {
    Hours hours = fold.state().spec().hours();
    if (hours == null
        || fold.state().byHand().paused()
        || fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return;
    }
    boolean open = hours.isOpen(fold.at());
    if (open == fold.state().isOpen()) {
      return;
    }
    Instant until = hours.nextChange(fold.at());
    if (open) {
      fold.emit(new StudyEvent.HoursOpened(until));
      Decider.setDeadline(fold);
    } else {
      fold.emit(new StudyEvent.HoursClosed(until));
      leave(fold, new Reason.OutOfHours(until));
    }
  }

  /** Sends everybody away, with or without the epoch that is being trained. */
  private static void leave(Fold fold, Reason why) {
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      switch (fold.state().budget().overrun()) {
        case FINISH_EPOCH -> {
          if (lease.ending() == Lease.Ending.NONE) {
            fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), why));
          }
        }
        case CHECKPOINT_AND_STOP -> cut(fold, lease, Lease.Ending.HALT, why);
        case KILL -> cut(fold, lease, Lease.Ending.STOP, why);
      }
    }
  }

  private static void cut(Fold fold, Lease lease, Lease.Ending how, Reason why) {
    boolean completed = fold.state().trial(lease.trial()).status().ended();
    if (lease.ending().compareTo(how) < 0 && !completed) {
      fold.emit(new StudyEvent.SessionCut(lease.trial(), lease.fence(), how, why));
    }
  }
}
