package dev.thaw.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.random.Draws;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HoursTest {

  private static final Hours NIGHTS = new Hours(null, List.of(new Hours.Window(1200, 420)), "UTC");

  @Test
  void aWindowMayPassMidnight() {
    assertThat(NIGHTS.isOpen(Instant.parse("2026-11-22T20:00:00Z"))).isTrue();
    assertThat(NIGHTS.isOpen(Instant.parse("2026-11-23T06:59:59Z"))).isTrue();
    assertThat(NIGHTS.isOpen(Instant.parse("2026-11-23T07:00:00Z"))).isFalse();
    assertThat(NIGHTS.isOpen(Instant.parse("2026-11-23T19:59:59Z"))).isFalse();
  }

  @Test
  void saysWhenItOpensAndClosesNext() {
    assertThat(NIGHTS.nextChange(Instant.parse("2026-11-22T12:00:00Z")))
        .isEqualTo("2026-11-22T20:00:00Z");
    assertThat(NIGHTS.nextChange(Instant.parse("2026-11-22T20:00:00Z")))
        .isEqualTo("2026-11-23T07:00:00Z");
  }

  @Test
  void isClosedBeforeItsStart() {
    Instant start = Instant.parse("2026-11-25T22:30:00Z");
    Hours later = new Hours(start, NIGHTS.windows(), "UTC");

    assertThat(later.isOpen(Instant.parse("2026-11-24T22:30:00Z"))).isFalse();
    assertThat(later.nextChange(Instant.parse("2026-11-24T22:30:00Z"))).isEqualTo(start);
    assertThat(later.nextChange(start)).isEqualTo("2026-11-26T07:00:00Z");
  }

  @Test
  void withoutWindowsItNeverCloses() {
    Hours always = new Hours(null, List.of(), "UTC");

    assertThat(always.isOpen(Instant.EPOCH)).isTrue();
    assertThat(always.nextChange(Instant.EPOCH)).isNull();
  }

  @Test
  void windowsThatTouchAreOne() {
    Hours day =
        new Hours(null, List.of(new Hours.Window(480, 720), new Hours.Window(720, 1080)), "UTC");

    assertThat(day.nextChange(Instant.parse("2026-11-22T08:00:00Z")))
        .isEqualTo("2026-11-22T18:00:00Z");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void betweenTwoChangesNothingChanges(long seed) {
    Draws draws = Draws.of(seed, "hours", 0);
    int from = draws.below(1440, 0);
    int to = (from + 1 + draws.below(1439, 1)) % 1440;
    Hours hours = new Hours(null, List.of(new Hours.Window(from, to)), "America/New_York");
    Instant at = Instant.parse("2026-10-30T00:00:00Z");

    for (int step = 0; step < 12; step++) {
      @Nullable Instant next = hours.nextChange(at);
      assertThat(next).isNotNull().isAfter(at);
      boolean open = hours.isOpen(at);
      for (Instant t = at; t.isBefore(next); t = t.plusSeconds(601)) {
        assertThat(hours.isOpen(t)).as("%s in %s", t, hours).isEqualTo(open);
      }
      assertThat(hours.isOpen(next)).as("%s in %s", next, hours).isNotEqualTo(open);
      at = next;
    }
  }

  @Test
  void anHourThatComesTwiceIsInTheWindowTwice() {
    Hours night = new Hours(null, List.of(new Hours.Window(1200, 150)), "Europe/Berlin");

    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(night.nextChange(Instant.parse("2026-10-24T20:00:00Z"))).isEqualTo(first);
    assertThat(night.nextChange(first)).isEqualTo("2026-10-25T01:00:00Z");
    assertThat(night.nextChange(Instant.parse("2026-10-25T01:00:00Z")))
        .isEqualTo("2026-10-25T01:30:00Z");
  }

  @Test
  void anHourThatDoesNotComeEndsTheWindowBeforeIt() {
    Hours night = new Hours(null, List.of(new Hours.Window(1200, 150)), "Europe/Berlin");

    assertThat(night.nextChange(Instant.parse("2026-03-28T20:00:00Z")))
        .isEqualTo("2026-03-29T01:00:00Z");
  }

  @Test
  void refusesAWindowOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Hours.Window(60, 60))
        .withMessageContaining("window (60 to 60)");
  }
}
