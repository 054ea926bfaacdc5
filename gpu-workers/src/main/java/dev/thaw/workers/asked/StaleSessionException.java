package dev.thaw.workers.asked;

/**
 * What was told does not agree with how its session stands; the message says why, for people. Has
 * no stack trace.
 */
public final class StaleSessionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StaleSessionException(String message) {
    super(message, null, false, false);
  }
}
