package dev.thaw.workers.session;

import java.time.Duration;

/**
 * How a host treats its sessions.
 *
 * @param abortGrace how long an aborted session may take to end before its thread is given up;
 *     positive
 * @param maxOrders how many orders may wait in one session, 1 or more; one more is refused by an
 *     {@link IllegalStateException}, since an actor gives the next order after the last answer
 */
public record SessionHostSettings(Duration abortGrace, int maxOrders) {

  public SessionHostSettings {
    if (!abortGrace.isPositive()) {
      throw new IllegalArgumentException(
          "abortGrace (%s) must be positive.\nMaybe 30 s.".formatted(abortGrace));
    }
    if (maxOrders < 1) {
      throw new IllegalArgumentException("maxOrders (%d) must be at least 1.".formatted(maxOrders));
    }
  }

  /** Thirty seconds of grace, 64 orders. */
  public static SessionHostSettings defaults() {
    return new SessionHostSettings(Duration.ofSeconds(30), 64);
  }
}
