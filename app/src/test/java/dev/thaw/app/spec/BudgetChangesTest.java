package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.budget.BudgetChange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetChangesTest {

  private static final Instant NOW = Instant.parse("2026-12-23T20:00:00Z");

  private static BudgetChange read(Map<String, String> texts) {
    return BudgetChanges.read(texts, ZoneOffset.UTC, NOW);
  }

  @Test
  void aSignAddsOrTakesAway() {
    assertThat(read(Map.of("wallClock", "+1h30m")))
        .isEqualTo(new BudgetChange(true, Duration.ofMinutes(90), null, null, null, null, null));
    assertThat(read(Map.of("gpuHours", "-2")))
        .isEqualTo(new BudgetChange(true, null, null, Duration.ofHours(-2), null, null, null));
  }

  @Test
  void withoutASignAnAmountIsTheNewOne() {
    assertThat(read(Map.of("trials", "200", "epochs", "5000", "cost", "40 EUR")))
        .isEqualTo(new BudgetChange(false, null, null, null, 40.0, 200, 5000L));
  }

  @Test
  void aDeadlineHasNoSign() {
    assertThat(read(Map.of("deadline", "2026-12-24T07:00", "trials", "+5")))
        .isEqualTo(
            new BudgetChange(
                true, null, Instant.parse("2026-12-24T07:00:00Z"), null, null, 5, null));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "07:00, 2026-12-24T07:00:00Z",
    "7:00, 2026-12-24T07:00:00Z",
    "23:30, 2026-12-23T23:30:00Z"
  })
  void aTimeOfTheDayIsTheNextOne(String text, Instant deadline) {
    assertThat(read(Map.of("deadline", text)).deadline()).isEqualTo(deadline);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    var change =
        new BudgetChange(
            true, Duration.ofHours(-2), Instant.EPOCH, Duration.ofMinutes(30), 2.5, -3, 100L);

    assertThat(read(BudgetChanges.write(change))).isEqualTo(change);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "wallClock | +soon | wallClock (soon) must be numbers with units",
        "trials | few | trials (few) must be a whole number",
        "budget | 3 | key (budget) must be one of",
        "deadline | 7 | deadline (7) must be a date with a time, or a time of the day",
        "deadline | 25:00 | deadline (25:00) must be a time from 00:00 to 23:59"
      })
  void refusesWhatItCannotRead(String key, String text, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(key, text)))
        .withMessageContaining(complaint);
  }

  @Test
  void refusesAmountsOfWhichSomeHaveASign() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("trials", "+5", "epochs", "7")))
        .withMessageContaining("must have a sign if the others have");
  }

  @Test
  void refusesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of()))
        .withMessageContaining("nothing is to be changed");
  }
}
