package dev.thaw.trainer;

import java.io.IOException;

/**
 * A failure that a trainer can name: its message is shown to people as it is, and its kind decides
 * what becomes of the trial. Carries no stack trace. Any other exception counts as an {@link
 * Kind#ERROR}, an {@link OutOfMemoryError} as {@link Kind#OUT_OF_MEMORY}.
 */
public class TrainingFailedException extends IOException {

  private static final long serialVersionUID = 1;

  /** What sort of failure it was. */
  public enum Kind {
    /** Something went wrong; the trial is tried again from its last checkpoint. */
    ERROR,
    /** The memory of the device or of the machine was full; tried again where there is more. */
    OUT_OF_MEMORY,
    /** These hyperparameters cannot be trained at all; never tried again. */
    INFEASIBLE
  }

  private final Kind failureKind;

  /**
   * A failure.
   *
   * @param message what went wrong, for people
   */
  public TrainingFailedException(Kind failureKind, String message) {
    super(message);
    this.failureKind = failureKind;
  }

  /** What sort of failure it was. */
  public final Kind failureKind() {
    return failureKind;
  }

  @Override
  public final synchronized Throwable fillInStackTrace() {
    return this;
  }
}
