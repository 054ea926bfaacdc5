package dev.thaw.app.warm;

/** A source of earlier results cannot be used; the message names it and says what would help. */
public final class BadSourceException extends Exception {
  private static final long serialVersionUID = 1;

  BadSourceException(String message) {
    super(message);
  }
}
