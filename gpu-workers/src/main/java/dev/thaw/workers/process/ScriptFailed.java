package dev.thaw.workers.process;

import java.io.IOException;

/**
 * What a script did wrong, in words for its author; without a stack trace, which would only show
 * Thaw.
 */
public final class ScriptFailed extends IOException {

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
    super(message);
    this.kind = kind;
  }

  /** What sort of failure it was. */
  public Kind kind() {
    return kind;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
