package dev.thaw.app.simulate;

/** A table of learning curves cannot be used; the message says which part of it, and why. */
public final class BadTableException extends Exception {

  BadTableException(String message) {
    super(message);
  }
}
