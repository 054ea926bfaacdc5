package dev.thaw.core.study;

import dev.thaw.core.bracket.Rung;
import dev.thaw.core.budget.Pace;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session which is granted seconds of training does not take many more: it is cut
 * when half as much again has passed since it began, or since it was granted more. One epoch is
 * trained in any case. Whoever is cut is credited with what it reported.
 *
 * <p>What is measured is the time of the clock from when the session was open, so it says nothing
 * of sessions that are still being opened, or that wait to be told how to go on.
 */
final class Grants {

  private static final double SHARE = 1.5;

  private Grants() {}

  /** Says until when sessions may train that began, or were granted more. */
  static void time(Fold fold) {
    if (!Reach.inSeconds(fold.state())) {
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
    if (lease != null && lease.grant() != null && trained(lease) == 1) {
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
    Instant until = fold.at().plusNanos((long) (SHARE * seconds(state, lease) * 1e9));
    int from = lease.reported();
    if (before != null && isOfTheSameRung(state, lease, before)) {
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
    Pace pace = Timing.pace(state, trial.number());
    double planned = pace.isKnown() ? lease.outstandingEpochs() * pace.ninthDecile() : 0;
    double left = next == null ? 0 : next.epochs() - trial.curve().totalSeconds();
    return Math.max(left, planned);
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
        Reports.credit(fold, lease.trial());
      }
    }
  }

  private static int trained(Lease lease) {
    return lease.grant() == null ? 0 : lease.reported() - lease.grant().from();
  }
}
