package dev.thaw.core.study;

import dev.thaw.core.bracket.Rung;
import dev.thaw.core.budget.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session which is granted seconds of training, or epochs within a time, does not
 * take many more: it is cut when half as much again has passed since it began, or since it was
 * granted more. One epoch is trained in any case. Whoever is cut is credited with what it reported.
 *
 * <p>What is measured is the time of the clock from when the session was open, so it says nothing
 * of sessions that are still being opened, or that wait to be told how to go on. Seconds of
 * processors or of GPUs are translated by how many seconds of the clock the trial took for them so
 * far.
 *
 * <p>Where epochs are granted within a time, a session is granted as many as end within it in nine
 * of ten cases. If none fits any more, the grant is over: the trial gets another, or leaves its
 * slot to somebody who goes before it and is owed the rest. In a landing, and where a winner is
 * confirmed, trials are granted all their epochs at once.
 */
final class Grants {

  private static final double SHARE = 1.5;

  private Grants() {}

  /** Whether sessions are granted seconds, or epochs within a time. */
  static boolean areTimed(StudyState state) {
    return Reach.inSeconds(state) || isWithinTime(state);
  }

  private static boolean isWithinTime(StudyState state) {
    return !Reach.inSeconds(state) && state.spec().fidelity().grant() != null;
  }

  /** For how many seconds epochs are granted at a time; twice as long after each growth. */
  private static double length(StudyState state) {
    Duration grant = Objects.requireNonNull(state.spec().fidelity().grant());
    return Math.scalb(grant.toNanos() / 1e9, Ceilings.raised(state));
  }

  /** How many epochs a trial may be granted at a time, from where it would go on; at least 1. */
  static long room(StudyState state, Trial trial) {
    if (!isWithinTime(state) || isUnbroken(state, trial)) {
      return Long.MAX_VALUE;
    }
    Pace pace = Timing.pace(state, trial.number());
    boolean goesOnInPlace = Reach.needsNoAdvice(state, trial);
    if (!pace.isKnown() || (trial.epochs() == 0 && goesOnInPlace)) {
      return 1;
    }
    Lease lease = state.lease(trial.number());
    Lease.Grant grant = lease == null || isOver(state, lease) ? null : lease.grant();
    double seconds = grant == null ? length(state) : left(state, grant);
    return Math.max(1, (long) (seconds / pace.ninthDecile()));
  }

  /** Whether the time of a grant of epochs has no room for another one. */
  static boolean isOver(StudyState state, Lease lease) {
    Trial trial = state.trial(lease.trial());
    Lease.Grant grant = lease.grant();
    Pace pace = Timing.pace(state, lease.trial());
    return grant != null
        && isWithinTime(state)
        && !isUnbroken(state, trial)
        && pace.isKnown()
        && left(state, grant) < pace.ninthDecile();
  }

  /** The seconds of a grant that are left before those after which it is cut. */
  private static double left(StudyState state, Lease.Grant grant) {
    double toTheCut = Duration.between(state.lifecycle().lastAt(), grant.until()).toNanos() / 1e9;
    return toTheCut - (SHARE - 1) * length(state);
  }

  private static boolean isUnbroken(StudyState state, Trial trial) {
    return state.lifecycle().terms().landing() || state.confirms(trial.number());
  }

  /** Says until when sessions may train that began, or were granted more. */
  static void time(Fold fold) {
    if (!areTimed(fold.state())) {
      return;
    }
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      Lease.Grant before = lease.grant();
      if (isTraining(fold.state(), lease) && !isTimed(fold.state(), lease)) {
        time(fold, lease, before);
      }
    }
  }

  /** Allows for what the first epoch of a grant shows of how long its epochs take. */
  static void learn(Fold fold, int trial) {
    Lease lease = fold.state().lease(trial);
    if (Reach.inSeconds(fold.state())
        && lease != null
        && lease.grant() != null
        && trained(lease) == 1) {
      time(fold, lease, lease.grant());
    }
  }

  /** Says so anew after a time in which nobody may have heard of the sessions. */
  static void timeAgain(Fold fold) {
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      if (entry.getValue().grant() != null) {
        time(fold, entry.getValue(), null);
      }
    }
  }

  private static void time(Fold fold, Lease lease, Lease.@Nullable Grant before) {
    StudyState state = fold.state();
    boolean goesOn = before != null && goesOn(state, lease, before);
    double seconds = Reach.inSeconds(state) ? seconds(state, lease) : planned(state, lease);
    if (isWithinTime(state) && !goesOn) {
      seconds = Math.max(seconds, length(state));
    }
    Instant until = fold.at().plusNanos((long) (SHARE * seconds * 1e9));
    int from = lease.reported();
    if (before != null && goesOn) {
      from = before.from();
      until = before.until().isAfter(until) ? before.until() : until;
    }
    var grant = new Lease.Grant(from, lease.epochLimit(), until);
    if (!grant.equals(before)) {
      fold.emit(new StudyEvent.GrantTimed(lease.trial(), lease.fence(), grant));
    }
  }

  /** What is left of its level, or what its epochs probably take if that is more. */
  private static double seconds(StudyState state, Lease lease) {
    Trial trial = state.trial(lease.trial());
    Rung next = Reach.next(state, trial);
    double left = next == null ? 0 : next.epochs() - trial.effort().totalSeconds();
    return Math.max(left * Timing.clockPerEffort(state, trial.number()), planned(state, lease));
  }

  private static double planned(StudyState state, Lease lease) {
    Pace pace = Timing.pace(state, lease.trial());
    return pace.isKnown() ? lease.outstandingEpochs() * pace.ninthDecile() : 0;
  }

  /** Whether a session that was granted more goes on with the same grant. */
  private static boolean goesOn(StudyState state, Lease lease, Lease.Grant before) {
    return Reach.inSeconds(state) ? isOfTheSameRung(state, lease, before) : !isOver(state, lease);
  }

  private static boolean isOfTheSameRung(StudyState state, Lease lease, Lease.Grant grant) {
    return grant.from() >= Reach.lastMilestone(state.trial(lease.trial()));
  }

  /** Whether a lease has a grant, and was not granted more since. */
  private static boolean isTimed(StudyState state, Lease lease) {
    Lease.Grant grant = lease.grant();
    return grant != null
        && grant.upTo() == lease.epochLimit()
        && isOfTheSameRung(state, lease, grant);
  }

  private static boolean isTraining(StudyState state, Lease lease) {
    return lease.ending() == Lease.Ending.NONE
        && lease.outstandingEpochs() > 0
        && state.trial(lease.trial()).status() != TrialStatus.STARTING;
  }

  /** When the first session must be cut; null for never. */
  static @Nullable Instant end(StudyState state) {
    Instant first = null;
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      Instant until = lease.grant() == null ? null : lease.grant().until();
      if (until != null
          && isTraining(state, lease)
          && trained(lease) > 0
          && (first == null || until.isBefore(first))) {
        first = until;
      }
    }
    return first;
  }

  /** Cuts whoever had more than its time and has reported an epoch of it. */
  static void cut(Fold fold) {
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      Lease.Grant grant = lease.grant();
      if (grant != null
          && isTimed(fold.state(), lease)
          && isTraining(fold.state(), lease)
          && trained(lease) > 0
          && !fold.at().isBefore(grant.until())) {
        var why = new Reason.GrantSpent(trained(lease));
        fold.emit(new StudyEvent.SessionCut(lease.trial(), lease.fence(), Lease.Ending.HALT, why));
        if (Reach.inSeconds(fold.state())) {
          Reports.credit(fold, lease.trial());
        } else {
          owe(fold, lease);
        }
      }
    }
  }

  /** Whoever goes on without being proposed is owed its way when its grant is over. */
  static void owe(Fold fold, Lease lease) {
    Search.Debt debt = fold.state().search().owed().get(lease.trial());
    if (debt != null || Reach.needsNoAdvice(fold.state(), fold.state().trial(lease.trial()))) {
      int limit = debt == null ? lease.epochLimit() : debt.epochLimit();
      fold.emit(new StudyEvent.ResumeOwed(lease.trial(), limit, Reason.Interruption.GRANT_SPENT));
    }
  }

  /** How many epochs a trial has trained of its grant; 0 if it has none. */
  static int trained(StudyState state, int trial) {
    Lease lease = state.lease(trial);
    return lease == null ? 0 : trained(lease);
  }

  private static int trained(Lease lease) {
    return lease.grant() == null ? 0 : lease.reported() - lease.grant().from();
  }
}
