package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raising limits is going on; anything else is another study. */
final class RaisedBudgetTest {

  private static final String BEGUN =
      "{trials: 12, wallClock: 1h, cost: 40 EUR, perSlotHour: 2, deadline:"
          + " \"2030-01-01T00:00:00Z\"}";

  private static StudySpec spec(String budget) throws BadSpecException {
    return SpecReader.read(
        """
        study: small
        objective: {metric: loss, goal: minimize}
        parameters:
          rate: {type: real, min: 1e-4, max: 1.0}
        fidelity: {name: epochs, min: 1, max: 9}
        trainer: {name: asked}
        budget: %s
        """
            .formatted(budget),
        "the test",
        List.of());
  }

  private static RaisedBudget raised(String budget) throws BadSpecException {
    return RaisedBudget.between(spec(BEGUN), spec(budget)).orElseThrow();
  }

  @Test
  void allThatIsLargerIsTheChange() throws Exception {
    RaisedBudget raised =
        raised(
            "{trials: 13, wallClock: 90m, cost: 50 EUR, perSlotHour: 2, deadline:"
                + " \"2031-01-01T00:00:00Z\"}");
    Budget before = spec(BEGUN).budget();

    Budget after = Objects.requireNonNull(raised.over(before)).applyTo(before);

    assertThat(after).isEqualTo(raised.wanted());
    assertThat(RaisedBudget.sentence(before, after))
        .contains("budget.trials 12 -> 13, ", "budget.cost \"40.0 EUR\" -> \"50.0 EUR\"")
        .endsWith(": the study goes on");
  }

  @Test
  void whatIsInForceCountsAndNotWhatWasBegunWith() throws Exception {
    Budget extended =
        new BudgetChange(false, Duration.ofHours(3), null, null, null, 20, null)
            .applyTo(spec(BEGUN).budget());

    assertThat(raised(BEGUN.replace("12", "20")).over(extended)).isNull();
    assertThat(raised(BEGUN.replace("12", "21")).over(extended))
        .isEqualTo(new BudgetChange(false, null, null, null, null, 21, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raised(BEGUN.replace("12", "19").replace("1h", "2h")).over(extended))
        .withMessageContaining("budget.trials (19) must be at least 20")
        .withMessageContaining("budget.wallClock (2h) must be at least 3h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{trials: 13, wallClock: 1h}",
        "{trials: 13, wallClock: 1h, cost: 40 USD, perSlotHour: 2, deadline:"
            + " \"2030-01-01T00:00:00Z\"}",
        "{trials: 13, wallClock: 1h, cost: 40 EUR, perSlotHour: 3, deadline:"
            + " \"2030-01-01T00:00:00Z\"}",
        "{trials: 13, wallClock: 1h, cost: 40 EUR, perSlotHour: 2, deadline: \"07:00\"}",
        "{trials: 13, epochs: 9, wallClock: 1h, cost: 40 EUR, perSlotHour: 2, deadline:"
            + " \"2030-01-01T00:00:00Z\"}"
      })
  void aLimitThatIsNewOrGoneOrOfAnotherKindIsNotRaised(String budget) throws Exception {
    assertThat(RaisedBudget.between(spec(BEGUN), spec(budget))).isEmpty();
  }
}
