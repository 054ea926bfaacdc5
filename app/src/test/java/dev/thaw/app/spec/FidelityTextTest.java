package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.StudySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FidelityTextTest {

  @Test
  void secondsAreGivenAsDurations() {
    StudySpec spec = Texts.minimal("fidelity={name: seconds, min: 30s, max: 1h30m}");

    assertThat(spec.fidelity()).isEqualTo(new StudySpec.Fidelity("seconds", 30, 5_400));
  }

  @Test
  void theFirstRungIsATwentySeventhOfTheTimeUnlessItIsGiven() {
    StudySpec spec = Texts.minimal("fidelity={name: seconds, max: 27m}");

    assertThat(spec.fidelity().min()).isEqualTo(60);
  }

  @Test
  void growthIsReadWithItsDefaults() {
    StudySpec spec = Texts.minimal("fidelity={max: 81, growth: {from: 9}}");

    assertThat(spec.fidelity().growth()).isEqualTo(new StudySpec.Growth(9, null, 0.01));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fidelity={max: 81, growth: {from: 9, trials: 20, stall: 0.05}}",
        "fidelity={max: 81, growth: {from: 9, stall: 0}}",
        "fidelity={name: seconds, min: 10s, max: 10m, growth: {from: 1m}}",
        "fidelity={name: processorSeconds, min: 30s, max: 30m}",
        "fidelity={name: gpuSeconds, min: 10s, max: 10m, growth: {from: 1m}}",
        "fidelity={max: 27, grant: 10m}",
        "fidelity={max: 81, growth: {from: 9, stages: {rate: down}}}",
        "fidelity={max: 81, growth: {from: 9, schedule: depends-on-max}}",
        "fidelity={max: 81, growth: {from: 9, settleBy: 0.5}}",
        "fidelity={max: 81, parameter: steps}"
      })
  void whatIsWrittenIsReadAgain(String override) {
    StudySpec spec = Texts.minimal("parameters.steps={type: integer, min: 1, max: 81}", override);

    assertThat(Texts.read(SpecJson.tree(spec).toString())).isEqualTo(spec);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fidelity={max: 30m} | fidelity | max (30m) must be a whole number of epochs.
          fidelity={name: seconds, max: soon} | fidelity | max (soon) must be
          fidelity={name: seconds, max: 10ms} | fidelity | max (10ms) must be at least 1s, and less than 31 years.
          fidelity={name: seconds, min: 2m, max: 1m} | fidelity.min | min (2m) must be at most max (1m).
          fidelity={max: 81, growth: {from: 9, stages: {width: up}}} | fidelity.growth.stages.width | width must be a parameter whose values have an order.
          fidelity={max: 27, grant: 10ms} | fidelity | grant (10ms) must be at least 1s, and less than 31 years.
          fidelity={max: 27, grant: soon} | fidelity | grant (soon) must be
          fidelity={name: seconds, max: 1m, grant: 10s} | fidelity.grant | grant (10s) is for epochs, and does not go with name (seconds).
          fidelity={max: 81, parameter: rate} | fidelity.parameter | parameter (rate) must be an integer parameter that every configuration has.
          fidelity={max: 81, growth: {from: 9, schedule: cosine}} | fidelity.growth.schedule | schedule (cosine) must be depends-on-max.
          fidelity={max: 81, growth: {from: 81}} | fidelity.growth.from | from (81) must be less than max (81).
          """)
  void whatCannotBeMeantIsRefused(String override, String path, String message) {
    assertThat(Texts.errors(override))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.path()).isEqualTo(path);
              assertThat(error.message()).startsWith(message);
            });
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"scheduler={name: mobster}", "scheduler={name: hyperband, synchronous: true}"})
  void aSchedulerThatComparesCurvesForDifferentMaximaIsRefused(String scheduler) {
    assertThat(
            Texts.errors(
                "fidelity={max: 81, growth: {from: 9, schedule: depends-on-max}}", scheduler))
        .extracting(SpecError::path)
        .containsExactly("fidelity.growth.schedule");
  }

  @Test
  void secondsOfGpusAreRefusedWhereNoTrialHasOne() {
    assertThat(Texts.errors("fidelity={name: gpuSeconds, max: 30m}", "resources.gpusPerTrial=0"))
        .extracting(SpecError::path)
        .containsExactly("fidelity.name");
  }

  @Test
  void aParameterThatSaysHowLongAScheduleIsNeedsNoFamilies() {
    assertThat(
            Texts.errors(
                "parameters.steps={type: integer, min: 1, max: 81}",
                "fidelity={max: 81, growth: {from: 9, schedule: depends-on-max}, parameter:"
                    + " steps}"))
        .extracting(SpecError::path)
        .containsExactly("fidelity.growth.schedule");
  }

  @Test
  void aSchedulerThatStopsTrialsCannotLetThemGrow() {
    List<SpecError> errors =
        Texts.errors(
            "fidelity={max: 81, growth: {from: 9}}", "scheduler={name: asha, variant: stopping}");

    assertThat(errors).extracting(SpecError::path).containsExactly("fidelity.growth");
  }

  @Test
  void aSchedulerThatComparesSingleEpochsCannotCountSeconds() {
    List<SpecError> errors =
        Texts.errors("fidelity={name: seconds, max: 10m}", "scheduler={name: dyhpo}");

    assertThat(errors).extracting(SpecError::path).containsExactly("fidelity.name");
  }
}
