package dev.thaw.actors.trial;

import dev.thaw.core.study.Effect;

/**
 * How far a session has come, as its node knows: where a trial actor takes it over from one that
 * crashed.
 *
 * @param epoch the last epoch that was reported, or that the session resumed from
 * @param savedEpoch the epoch of its newest checkpoint
 * @param spoiled whether the last value cannot be used, so that nothing is trained on it
 * @param takenOver whether somebody else led the session before, who may have given an order that
 *     is still being carried out
 */
public record TrialProgress(int epoch, int savedEpoch, boolean spoiled, boolean takenOver) {

  /** Where a lease begins. */
  public static TrialProgress begin(Effect.StartSession lease) {
    int epoch = lease.resumeFrom() == null ? 0 : lease.resumeFrom().epoch();
    return new TrialProgress(epoch, epoch, false, false);
  }

  /** How far it is after a report. */
  public TrialProgress after(SessionReport report) {
    return switch (report) {
      case SessionReport.EpochTrained trained ->
          new TrialProgress(
              trained.epoch(), savedEpoch, !Double.isFinite(trained.value()), takenOver);
      case SessionReport.CheckpointSaved saved ->
          new TrialProgress(epoch, saved.epoch(), spoiled, takenOver);
      case SessionReport.Started s -> this;
      case SessionReport.Ended e -> this;
      case SessionReport.Failed f -> this;
    };
  }

  /** The same, for somebody else. */
  public TrialProgress takeOver() {
    return new TrialProgress(epoch, savedEpoch, spoiled, true);
  }
}
