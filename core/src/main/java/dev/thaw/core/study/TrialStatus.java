package dev.thaw.core.study;

/** Where a trial is in its life. */
public enum TrialStatus {
  /** Created, or back at its beginning; has never reported and has no slot. */
  PENDING,
  /** Has a slot; its session is being opened. */
  STARTING,
  /** Trains. */
  RUNNING,
  /** Was told to write its checkpoint and leave its slot. */
  PAUSING,
  /** Frozen; may be thawed. */
  PAUSED,
  /** Ended by a decision; will not go on. */
  STOPPED,
  /** Trained to the maximal fidelity. */
  COMPLETED,
  /** Failed more often than it may, for reasons that may lie in the machine. */
  FAILED,
  /** Its configuration cannot be trained here: it said so, or failed more often than it may. */
  INFEASIBLE;

  /** The status after an epoch was reported. */
  TrialStatus afterEpoch() {
    return this == STARTING ? RUNNING : this;
  }

  /** Whether the trial will never train again. */
  public boolean ended() {
    return this == STOPPED || this == COMPLETED || this == FAILED || this == INFEASIBLE;
  }
}
