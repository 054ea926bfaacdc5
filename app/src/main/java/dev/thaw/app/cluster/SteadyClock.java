package dev.thaw.app.cluster;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that begins at the instant of the wall clock, and from then on advances by the time that
 * passes: who measures durations by it is not misled when the wall clock is set. It drifts away
 * from the wall clock, and stands still while the machine sleeps.
 */
final class SteadyClock implements InstantSource {

  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNs;

  /**
   * Starts a clock.
   *
   * @param wall says the first instant, and is not asked again
   * @param nanoTime nanoseconds since any moment, as of {@link System#nanoTime}
   */
  SteadyClock(InstantSource wall, LongSupplier nanoTime) {
    this.start = wall.instant();
    this.nanoTime = nanoTime;
    this.startNs = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNs);
  }
}
