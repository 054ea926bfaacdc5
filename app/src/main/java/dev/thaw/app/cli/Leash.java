package dev.thaw.app.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process as if it were told to, when whoever has started it has gone: its end of the
 * standard input is closed then, however it died.
 */
final class Leash implements AutoCloseable {

  private static final int HANGUP = 129;

  private volatile boolean off;

  private Leash() {}

  /** Holds on to the standard input, or to nothing. */
  static Leash on(boolean wanted) {
    var leash = new Leash();
    if (wanted) {
      Thread.ofPlatform().daemon().name("thaw-leash").start(() -> leash.hold(System.in));
    }
    return leash;
  }

  private void hold(InputStream input) {
    try {
      while (input.read() >= 0) {
        // Nothing that is said there counts.
      }
    } catch (IOException broken) {
      // As good as closed.
    }
    if (!off) {
      System.exit(HANGUP);
    }
  }

  @Override
  public void close() {
    off = true;
  }
}
