package dev.thaw.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way out of a study for a process that is told to end, by Ctrl-C or {@code SIGTERM}: whoever
 * runs the study leaves in good order and closes this, while the process waits for a while.
 */
final class WayOut implements AutoCloseable {

  /** Service managers and containers are killed ten seconds after they were told to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final CountDownLatch left = new CountDownLatch(1);
  private final Duration patience;
  private final Thread hook;
  private volatile boolean wanted;

  /**
   * Opens it.
   *
   * @param first what is done as soon as the process is told to end
   * @param last what is done when the study was left, or was not left in time
   */
  WayOut(Runnable first, Runnable last) {
    this(first, last, PATIENCE);
  }

  /** The same, for somebody who may take longer. */
  WayOut(Runnable first, Runnable last, Duration patience) {
    this.patience = patience;
    hook = new Thread(() -> leave(first, last), "thaw-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the study is to be left. */
  boolean isWanted() {
    return wanted;
  }

  private void leave(Runnable first, Runnable last) {
    wanted = true;
    first.run();
    try {
      left.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.run();
  }

  @Override
  public void close() {
    left.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and waits for this.
      return;
    }
  }
}
