package dev.thaw.workers.session;

import dev.thaw.core.study.Failure;
import dev.thaw.trainer.TrainingFailedException;

/** Ends the conversation with a trainer; carries what the listener is to hear. */
final class SessionFailed extends Exception {

  private static final int MESSAGE_LIMIT = 1_000;

  private final transient Failure failure;

  SessionFailed(Failure.Kind kind, String message) {
    super(message, null, false, false);
    this.failure = new Failure(kind, message);
  }

  /**
   * What was thrown while something was done, in one short message without a stack trace.
   *
   * @param otherwise the kind of failure, if what was thrown does not say it
   */
  static SessionFailed because(Failure.Kind otherwise, String doing, Throwable thrown) {
    if (thrown instanceof TrainingFailedException named) {
      return new SessionFailed(kindOf(named, otherwise), shorten(said(named)));
    }
    Failure.Kind kind =
        rootOf(thrown) instanceof OutOfMemoryError ? Failure.Kind.OUT_OF_MEMORY : otherwise;
    String message = "%s: %s".formatted(doing, describe(thrown));
    Throwable root = rootOf(thrown);
    if (root != thrown) {
      message += " (caused by %s)".formatted(describe(root));
    }
    return new SessionFailed(kind, shorten(message));
  }

  private static Failure.Kind kindOf(TrainingFailedException thrown, Failure.Kind otherwise) {
    return switch (thrown.failureKind()) {
      case ERROR -> otherwise;
      case OUT_OF_MEMORY -> Failure.Kind.OUT_OF_MEMORY;
      case INFEASIBLE -> Failure.Kind.INFEASIBLE;
    };
  }

  private static String said(TrainingFailedException thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? "The trainer gave no reason." : message;
  }

  Failure failure() {
    return failure;
  }

  private static String describe(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? type : "%s: %s".formatted(type, message);
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    // A chain may be a circle; eight links tell enough.
    for (int depth = 0; depth < 8; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  private static String shorten(String message) {
    return message.length() <= MESSAGE_LIMIT
        ? message
        : message.substring(0, MESSAGE_LIMIT) + "...";
  }
}
