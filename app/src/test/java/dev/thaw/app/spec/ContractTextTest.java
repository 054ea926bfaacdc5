package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a study may spend and when, as people write it. */
final class ContractTextTest {

  private static final String STUDY =
      """
      study: digits
      objective: {metric: accuracy, goal: maximize}
      parameters: {rate: {type: real, min: 0.1, max: 1}}
      fidelity: {max: 9}
      trainer: {name: x}
      timeZone: Europe/Berlin
      """;

  private static StudySpec read(String more) throws BadSpecException {
    return SpecReader.read(STUDY + more, "study.yaml", List.of());
  }

  @Test
  void readsEveryKeyOfABudget() throws BadSpecException {
    Budget budget =
        read("""
        budget: {wallClock: 8h, deadline: 2026-12-24T07:00, gpuHours: 12.5, cost: 40 EUR,
          perSlotHour: {a100: 4, "*": 1.5}, downtime: counted, reserve: 30m,
          onOverrun: checkpoint-and-stop}
        """)
            .budget();

    assertThat(budget.wallClock()).isEqualTo(Duration.ofHours(8));
    assertThat(budget.deadline()).isNotNull();
    assertThat(budget.deadline().instant()).isEqualTo("2026-12-24T06:00:00Z");
    assertThat(budget.gpuTime()).isEqualTo(Duration.ofMinutes(750));
    assertThat(budget.cost()).isEqualTo(new Cost(40, "EUR", Map.of("a100", 4.0, Cost.OTHERS, 1.5)));
    assertThat(budget.downtime()).isEqualTo(Budget.Downtime.COUNTED);
    assertThat(budget.overrun()).isEqualTo(Budget.OnOverrun.CHECKPOINT_AND_STOP);
    assertThat(budget.reserve()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aTimeOfTheDayIsInTheTimeZoneOfTheStudy() throws BadSpecException {
    Budget budget = read("budget: {deadline: 07:00}").budget();

    assertThat(budget.from(Instant.parse("2026-12-23T20:00:00Z")).deadline())
        .isNotNull()
        .satisfies(deadline -> assertThat(deadline.instant()).isEqualTo("2026-12-24T06:00:00Z"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"12, PT12H", "12 gpuHours, PT12H", "0.5, PT30M", "90m, PT1H30M", "2gpu-hours, PT2H"})
  void gpuHoursHaveManySpellings(String text, Duration expected) {
    assertThat(ContractText.gpuHours(text)).isEqualTo(expected);
  }

  @Test
  void readsHoursAndConditions() throws BadSpecException {
    StudySpec spec =
        read(
            """
            budget: {trials: 9}
            hours: {startAt: 2026-12-24T20:00+01:00, windows: [20:00-07:00, 12:00 to 13:30]}
            stopWhen: {target: 0.98, noImprovement: 500, leastImprovement: 0.001}
            """);

    assertThat(spec.hours())
        .isEqualTo(
            new Hours(
                Instant.parse("2026-12-24T19:00:00Z"),
                List.of(new Hours.Window(1200, 420), new Hours.Window(720, 810)),
                "Europe/Berlin"));
    assertThat(spec.stopWhen()).isEqualTo(new StopWhen(0.98, 500L, 0.001));
  }

  @Test
  void readsWithHowManySeedsTheWinnerIsConfirmed() throws BadSpecException {
    assertThat(read("budget: {trials: 9}\nconfirm: 3").confirm()).isEqualTo(3);
    assertThat(read("budget: {trials: 9}").confirm()).isNull();
  }

  @Test
  void aSpecThatIsWrittenIsReadAsTheSame() throws BadSpecException {
    StudySpec spec =
        read(
            """
            budget: {deadline: 07:00, gpuHours: 12, cost: 40.5 EUR, perSlotHour: 2.5, onOverrun: kill}
            hours: {windows: [20:00-07:00]}
            stopWhen: {target: 0.98, improvementPerHour: 0.01, improvementPerCost: 0.02}
            confirm: 2
            """);

    assertThat(SpecReader.read(SpecJson.text(spec), "spec.json", List.of())).isEqualTo(spec);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "budget: {deadline: tomorrow} | budget.deadline: deadline (tomorrow) must be a date",
        "budget: {deadline: 25:00} | deadline (25:00) must be a time from 00:00 to 23:59",
        "budget: {cost: 40 EUR} | cost (40 EUR) needs a price",
        "budget: {cost: much, perSlotHour: 2} | cost (much) must be an amount with its currency",
        "budget: {cost: 4 EUR, perSlotHour: 0} | perSlotHour ({*=0.0}) must have a price",
        "budget: {trials: 9, perSlotHour: 2} | perSlotHour (2) is the price for a cost",
        "budget: {gpuHours: -3} | gpuHours (-3) must be",
        "budget: {gpuHours: lots} | gpuHours (lots) must be a number of hours",
        "budget: {trials: 9, onOverrun: explode} | onOverrun (explode) must be",
        "budget: {trials: 9}\\nhours: {windows: [at night]} | windows (at night) must be two times",
        "budget: {trials: 9}\\nhours: {windows: [07:00-07:00]} | must be two different times",
        "budget: {trials: 9}\\nstopWhen: {noImprovement: 0} | noImprovement (0) must be",
        "budget: {trials: 9}\\nstopWhen: {improvementPerHour: 0} | improvementPerHour (0) must be",
        "budget: {trials: 9}\\n"
            + "stopWhen: {improvementPerCost: 1} | improvementPerCost (1) needs a price",
        "budget: {trials: 9}\\n"
            + "scheduler: {name: asha}\\n"
            + "stopWhen: {improvementPerHour: 1} | improvementPerHour (1) needs a scheduler that"
            + " tells what is to be gained: thaw, not asha.",
        "budget: {trials: 9}\\nconfirm: 0 | confirm (0) must be",
        "budget: {trials: 9}\\nconfirm: 21 | confirm (21) must be",
        "budget: {trials: 3}\\n"
            + "confirm: 3 | confirm (3) must be less than the trials of the budget (3)",
        "budget: {epochs: 9}\\nconfirm: 3 | confirm (3) needs",
        "timeZone: Berlin\\nbudget: {trials: 9} | timeZone (Berlin) must be the name of a time zone"
      })
  void refusesWhatMakesNoSense(String more, String complaint) {
    String text = more.replace("\\n", "\n");
    String study = text.startsWith("timeZone") ? STUDY.replaceAll("timeZone.*\n", "") : STUDY;

    assertThatThrownBy(() -> SpecReader.read(study + text, "study.yaml", List.of()))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContaining(complaint);
  }
}
