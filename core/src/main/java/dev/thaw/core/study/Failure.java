package dev.thaw.core.study;

/**
 * Why a session ended badly.
 *
 * @param kind what went wrong
 * @param message what the trainer or the node said, for people
 */
public record Failure(Kind kind, String message) {

  /** Whether it may be gone on another device: not what a configuration or a trainer says. */
  boolean mayBeOfTheDevice() {
    return switch (kind) {
      case INFEASIBLE, NON_FINITE_METRIC, MISSING_METRIC -> false;
      case TRAINER_ERROR,
          OUT_OF_MEMORY,
          EPOCH_TIMEOUT,
          CHECKPOINT_WRITE,
          CHECKPOINT_DAMAGED,
          CHECKPOINT_READ ->
          true;
    };
  }

  /** What can go wrong with a session. */
  public enum Kind {
    /** The trainer threw. */
    TRAINER_ERROR,
    /** The memory of the device or of the machine was full. */
    OUT_OF_MEMORY,
    /** The trainer says that the configuration cannot be trained at all. */
    INFEASIBLE,
    /** The objective was NaN or infinite. */
    NON_FINITE_METRIC,
    /** The trainer did not report the objective. */
    MISSING_METRIC,
    /** An epoch took longer than the study allows. */
    EPOCH_TIMEOUT,
    /** A checkpoint could not be written: no space, no permission. */
    CHECKPOINT_WRITE,
    /** The checkpoint that the session was to go on from is missing or damaged. */
    CHECKPOINT_DAMAGED,
    /** The checkpoint could not be read for now: no connection, no space; it may be intact. */
    CHECKPOINT_READ
  }
}
