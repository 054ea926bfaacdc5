package dev.thaw.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way out of a study for a process that is told to end, by Ctrl-C or {@code SIGTERM}: whoever
 * runs the study leaves in good order and closes this, while the process waits for a while. That
 * while begins when it is told, and ends whatever hangs.
 */
final class WayOut implements AutoCloseable {

  /** Service managers and containers are killed ten seconds after they were told to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final CountDownLatch left = new CountDownLatch(1);
  private final Runnable first;
  private final Runnable last;
  private final Duration patience;
  private final Thread hook = new Thread(this::leave, "thaw-interrupted");
  private volatile boolean wanted;

  /**
   * Opens it.
   *
   * @param first what is done as soon as the process is told to end, in a thread of its own
   * @param last what is done when the study was left, or was not left in time
   */
  WayOut(Runnable first, Runnable last) {
    this(first, last, PATIENCE);
  }

  /** The same, for somebody who may take longer; so long at most, all in all. */
  WayOut(Runnable first, Runnable last, Duration patience) {
    this.first = first;
    this.last = last;
    this.patience = patience;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the study is to be left. */
  boolean isWanted() {
    return wanted;
  }

  /** What happens when the process is told to end. */
  void leave() {
    long endNs = System.nanoTime() + patience.toNanos();
    wanted = true;
    try {
      Thread beginning = Thread.ofPlatform().daemon().name("thaw-leaving").start(first);
      boolean begun = beginning.join(Duration.ofNanos(endNs - System.nanoTime()));
      if (begun) {
        left.await(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      last.run();
    }
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
