package dev.thaw.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetChangeTest {

  private static final Budget EIGHT_HOURS = new Budget(Duration.ofHours(8), 60, null);

  private static BudgetChange time(boolean relative, @Nullable Duration wallClock) {
    return new BudgetChange(relative, wallClock, null, null, null, null, null);
  }

  @Test
  void anAmountThatIsRelativeIsAdded() {
    assertThat(time(true, Duration.ofHours(2)).applyTo(EIGHT_HOURS).wallClock())
        .isEqualTo(Duration.ofHours(10));
    assertThat(time(true, Duration.ofHours(-2)).applyTo(EIGHT_HOURS).wallClock())
        .isEqualTo(Duration.ofHours(6));
  }

  @Test
  void anotherTakesThePlaceOfWhatTheBudgetHas() {
    assertThat(time(false, Duration.ofHours(2)).applyTo(EIGHT_HOURS).wallClock())
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void whatIsNotNamedStays() {
    assertThat(time(true, Duration.ofHours(2)).applyTo(EIGHT_HOURS).trials()).isEqualTo(60);
  }

  @Test
  void theDeadlineIsAlwaysReplaced() {
    Instant seven = Instant.parse("2026-12-24T07:00:00Z");
    var change = new BudgetChange(true, null, seven, null, null, null, null);

    assertThat(change.applyTo(EIGHT_HOURS).deadline()).isEqualTo(Deadline.at(seven));
  }

  @Test
  void aCostKeepsItsCurrencyAndPrices() {
    var prices = Map.of(Cost.OTHERS, 2.5);
    var budget =
        new Budget(null, null, null, null, null, new Cost(40, "EUR", prices), null, null, null);
    var change = new BudgetChange(true, null, null, null, 10.0, null, null);

    assertThat(change.applyTo(budget).cost()).isEqualTo(new Cost(50, "EUR", prices));
  }

  @Test
  void refusesToAddToALimitThatThereIsNot() {
    var change = new BudgetChange(true, null, null, null, null, null, 100L);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.applyTo(EIGHT_HOURS))
        .withMessageContaining("epochs (100)");
  }

  @Test
  void refusesToTakeAwayMoreThanThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time(true, Duration.ofHours(-8)).applyTo(EIGHT_HOURS))
        .withMessageContaining("must be positive");
  }

  @ParameterizedTest(name = "{0} seconds")
  @CsvSource({"7200, 2, 2h", "1800, 0.5, 30m", "-5430, -1.5083, -1h 30m 30s", "0, 0, 0s"})
  void saysTimesAsTheyAreWrittenInABudget(long seconds, String hours, String time) {
    Duration amount = Duration.ofSeconds(seconds);
    var gpus = new BudgetChange(true, null, null, amount, null, null, null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gpus.applyTo(EIGHT_HOURS))
        .withMessageStartingWith("gpuHours (%s) cannot be changed", hours);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time(true, amount).applyTo(new Budget(null, 3, null)))
        .withMessageStartingWith("wallClock (%s) cannot be changed", time);
  }
}
