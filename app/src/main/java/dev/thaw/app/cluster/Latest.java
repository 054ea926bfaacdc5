package dev.thaw.app.cluster;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest of several things that follow each other, such as the actor systems of a process. Safe
 * for threads.
 */
final class Latest<T> {
  private @Nullable T newest;
  private boolean over;

  /** From now on it is this one. */
  synchronized void put(T next) {
    newest = next;
    notifyAll();
  }

  /** There will be no other one. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  /** The newest; null if there was none yet. */
  synchronized @Nullable T get() {
    return newest;
  }

  /**
   * Waits for one that is not the one before.
   *
   * @param before one that was the newest, null for none
   * @param endNs how long to wait, by {@link System#nanoTime}
   * @return empty if there is none in time, or never will be
   */
  synchronized Optional<T> after(@Nullable T before, long endNs) throws InterruptedException {
    while (newest == before && !over && endNs - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, endNs - System.nanoTime());
    }
    return newest == before ? Optional.empty() : Optional.ofNullable(newest);
  }
}
