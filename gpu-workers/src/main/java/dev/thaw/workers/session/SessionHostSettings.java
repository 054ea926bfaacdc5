package dev.thaw.workers.session;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a host treats its sessions.
 *
 * @param abortGrace how long an aborted session may take to end before its thread is given up;
 *     positive
 * @param maxOrders how many orders may wait in one session, 1 or more; one more is refused by an
 *     {@link IllegalStateException}, since an actor gives the next order after the last answer
 * @param parkedMax how many sessions whose trials are paused may keep their processes for when they
 *     come back, 0 or more
 * @param parkFor how long each may; positive
 */
public record SessionHostSettings(
    Duration abortGrace, int maxOrders, int parkedMax, Duration parkFor) {

  public SessionHostSettings {
    if (!abortGrace.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.worker.abort-grace (%s) must be positive.\nMaybe 30s.".formatted(abortGrace));
    }
    if (parkedMax < 0) {
      throw new IllegalArgumentException(
          "thaw.worker.parked-sessions (%d) must be at least 0.".formatted(parkedMax));
    }
    if (!parkFor.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.worker.park-for (%s) must be positive.\nMaybe 10m, or parked-sessions = 0."
              .formatted(parkFor));
    }
    if (maxOrders < 1) {
      throw new IllegalArgumentException("maxOrders (%d) must be at least 1.".formatted(maxOrders));
    }
  }

  /** Thirty seconds of grace, 64 orders, 4 sessions parked for ten minutes each. */
  public static SessionHostSettings defaults() {
    return new SessionHostSettings(Duration.ofSeconds(30), 64, 4, Duration.ofMinutes(10));
  }

  /** Reads the settings from {@code thaw.worker}. */
  public static SessionHostSettings from(Config config) {
    Config worker = config.getConfig("thaw.worker");
    return defaults()
        .withAbortGrace(worker.getDuration("abort-grace"))
        .withParkedMax(worker.getInt("parked-sessions"))
        .withParkFor(worker.getDuration("park-for"));
  }

  /** The same with another time for parked sessions. */
  public SessionHostSettings withParkFor(Duration length) {
    return new SessionHostSettings(abortGrace, maxOrders, parkedMax, length);
  }

  /** The same with another grace. */
  public SessionHostSettings withAbortGrace(Duration grace) {
    return new SessionHostSettings(grace, maxOrders, parkedMax, parkFor);
  }

  /** The same with another number of parked sessions. */
  public SessionHostSettings withParkedMax(int most) {
    return new SessionHostSettings(abortGrace, maxOrders, most, parkFor);
  }
}
