package dev.thaw.workers.hypergradient;

/** A training whose loss or weights have left all bounds. Carries no stack trace. */
public final class Diverged extends RuntimeException {

  private static final long serialVersionUID = 1;

  Diverged(String message) {
    super(message, null, false, false);
  }
}
