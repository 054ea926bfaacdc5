package dev.thaw.workers.process;

import dev.thaw.trainer.TrainingFailedException;

/**
 * What a script did wrong, in words for its author; without a stack trace, which would only show
 * Thaw.
 */
public final class ScriptFailed extends TrainingFailedException {

  private static final long serialVersionUID = 1;

  /** What sort of failure it was. */
  public enum Kind {
    /** The script failed, or ended when it should not. */
    ERROR,
    /** The script ran out of memory, of the device or of the machine. */
    OUT_OF_MEMORY,
    /** The script said that its parameters cannot be trained at all. */
    INFEASIBLE,
    /** The script broke the protocol. */
    PROTOCOL
  }

  private final Kind kind;

  ScriptFailed(Kind kind, String message) {
    super(failureKind(kind), message);
    this.kind = kind;
  }

  private static TrainingFailedException.Kind failureKind(Kind kind) {
    return switch (kind) {
      case ERROR, PROTOCOL -> TrainingFailedException.Kind.ERROR;
      case OUT_OF_MEMORY -> TrainingFailedException.Kind.OUT_OF_MEMORY;
      case INFEASIBLE -> TrainingFailedException.Kind.INFEASIBLE;
    };
  }

  /** What sort of failure it was. */
  public Kind kind() {
    return kind;
  }
}
