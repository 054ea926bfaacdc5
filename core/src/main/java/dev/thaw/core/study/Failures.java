package dev.thaw.core.study;

/**
 * Decides what becomes of a trial whose session failed.
 *
 * <ul>
 *   <li>A damaged checkpoint is forgotten, and costs nothing.
 *   <li>A trainer that says that a configuration cannot be trained is believed at once.
 *   <li>A trial that ran out of memory where slots share a device trains alone from then on; that
 *       costs nothing either, and happens to a trial once at most.
 *   <li>Whatever else fails is tried again as often as the study allows, and on another device if
 *       it ran out of memory alone and another one is empty. Running out of memory alone twice is
 *       enough.
 *   <li>A trial that is given up is infeasible if its last failure can be put down to its
 *       configuration, and failed if it was the machine's: a checkpoint that could not be written
 *       or read. The search learns from infeasible trials, and not from failed ones.
 * </ul>
 */
final class Failures {

  /** How often a trial may run out of the memory of a device that it has to itself. */
  private static final int EXCEEDED_MAX = 2;

  private Failures() {}

  static void judge(Fold fold, Lease lease, Failure failure) {
    StudyState state = fold.state();
    Trial trial = state.trial(lease.trial());
    fold.emit(new StudyEvent.SessionErred(lease.trial(), lease.fence(), failure));
    if (trial.status().ended()) {
      return;
    }
    var why = Reason.Interruption.FAILURE;
    if (failure.kind() == Failure.Kind.CHECKPOINT_DAMAGED && trial.latest() != null) {
      fold.emit(new StudyEvent.CheckpointLost(trial.number(), trial.latest()));
      if (Generations.isOriginGone(fold.state(), trial.number())) {
        var reason = new Reason.OriginLost(trial.lineage());
        fold.emit(new StudyEvent.TrialFailed(trial.number(), reason));
        return;
      }
    } else if (isCrowded(state, lease, failure)) {
      fold.emit(new StudyEvent.TrialUnpacked(trial.number()));
      why = Reason.Interruption.UNPACKED;
    } else if (isHopeless(state, trial, failure)) {
      giveUp(fold, trial, failure);
      return;
    } else {
      fold.emit(new StudyEvent.RestartCounted(trial.number(), trial.restarts() + 1));
      if (failure.kind() == Failure.Kind.OUT_OF_MEMORY) {
        fold.emit(
            new StudyEvent.MemoryExceeded(
                trial.number(), lease.device(), exceeded(state, trial) + 1));
      }
    }
    Decider.oweIfCutShort(fold, lease, why);
  }

  /** Whether memory ran out that other slots have a share in, and the trial did not train alone. */
  private static boolean isCrowded(StudyState state, Lease lease, Failure failure) {
    Cluster cluster = state.cluster();
    return failure.kind() == Failure.Kind.OUT_OF_MEMORY
        && !cluster.alone().containsKey(lease.trial())
        && (cluster.leasesOn(lease.device()) > 1 || cluster.slotsOn(lease.device()) > 1);
  }

  private static boolean isHopeless(StudyState state, Trial trial, Failure failure) {
    return switch (failure.kind()) {
      case INFEASIBLE -> true;
      case OUT_OF_MEMORY ->
          restartsSpent(state, trial) || exceeded(state, trial) + 1 >= EXCEEDED_MAX;
      default -> restartsSpent(state, trial);
    };
  }

  private static boolean restartsSpent(StudyState state, Trial trial) {
    return trial.restarts() >= state.spec().maxRestarts();
  }

  private static int exceeded(StudyState state, Trial trial) {
    Cluster.Alone alone = state.cluster().alone().get(trial.number());
    return alone == null ? 0 : alone.failures();
  }

  private static void giveUp(Fold fold, Trial trial, Failure failure) {
    Reason reason =
        restartsSpent(fold.state(), trial) && failure.kind() != Failure.Kind.INFEASIBLE
            ? new Reason.RestartsSpent(failure, trial.restarts())
            : new Reason.CannotBeTrained(failure);
    fold.emit(
        isOfTheMachine(failure)
            ? new StudyEvent.TrialFailed(trial.number(), reason)
            : new StudyEvent.TrialInfeasible(trial.number(), reason));
  }

  private static boolean isOfTheMachine(Failure failure) {
    return switch (failure.kind()) {
      case CHECKPOINT_WRITE, CHECKPOINT_READ, CHECKPOINT_DAMAGED -> true;
      case TRAINER_ERROR,
          OUT_OF_MEMORY,
          INFEASIBLE,
          NON_FINITE_METRIC,
          MISSING_METRIC,
          EPOCH_TIMEOUT ->
          false;
    };
  }
}
