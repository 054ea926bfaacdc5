package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-01-01T20:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(START);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // It may overflow.
  private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

  @Test
  void beginsAtTheInstantOfTheWallClock() {
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void advancesByTheTimeThatPassesHoweverTheWallClockIsSet() {
    wall.set(START.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(7));
  }
}
