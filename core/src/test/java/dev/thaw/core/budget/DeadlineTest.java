package dev.thaw.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Deadline SEVEN = Deadline.next(LocalTime.of(7, 0), BERLIN);

  @Test
  void aTimeOfTheDayMeansTheNextOne() {
    assertThat(SEVEN.from(Instant.parse("2026-11-22T21:00:00Z")).instant())
        .isEqualTo("2026-11-23T06:00:00Z");
    assertThat(SEVEN.from(Instant.parse("2026-11-22T05:59:59Z")).instant())
        .isEqualTo("2026-11-22T06:00:00Z");
  }

  @Test
  void aStudyThatBeginsAtThatTimeHasADay() {
    assertThat(SEVEN.from(Instant.parse("2026-11-22T06:00:00Z")).instant())
        .isEqualTo("2026-11-23T06:00:00Z");
  }

  @Test
  void theNightInWhichClocksAreSetHasAnotherLength() {
    assertThat(SEVEN.from(Instant.parse("2026-03-28T21:00:00Z")).instant())
        .isEqualTo("2026-03-29T05:00:00Z");
  }

  @Test
  void anInstantStaysAsItIs() {
    Deadline deadline = Deadline.at(Instant.parse("2026-12-24T07:00:00Z"));

    assertThat(deadline.from(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(deadline);
  }

  @Test
  void refusesADeadlineThatIsTooFarAway() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.at(Instant.parse("9999-12-31T00:00:00Z")))
        .withMessageContaining("must be from 1970 to 2099");
  }

  @Test
  void refusesHalfATimeOfTheDay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Deadline(null, 420, null))
        .withMessageContaining("deadline (null, 420, null)");
  }
}
