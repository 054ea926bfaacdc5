package dev.thaw.core.study;

import static dev.thaw.core.study.OneSlot.START;
import static dev.thaw.core.study.OneSlot.asha;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: where levels are seconds of processors or of GPUs, those decide how far a trial gets, and
 * the clock decides all else. Method: a study is led by hand, with epochs whose seconds of both
 * kinds the test chooses.
 */
final class EffortTest {

  private final OneSlot study = new OneSlot(asha().processorSeconds(60, 540).trials(9));

  @Test
  void aTrialStopsWhenItsNextEpochWouldTakeTooMuchOfTheProcessors() {
    study.train(0, 10, 20.0);

    Trial trial = study.state().trial(0);
    assertThat(trial.milestones()).containsExactly(2);
    assertThat(trial.effort().totalSeconds()).isEqualTo(40);
    assertThat(trial.curve().totalSeconds()).isEqualTo(20);
  }

  @Test
  void aTrialThatHardlyUsesTheProcessorTrainsOnBeyondTheSameSecondsOfTheClock() {
    for (int epoch = 0; epoch < 10; epoch++) {
      study.epoch(0, 50, 1.0);
    }

    assertThat(study.state().trial(0).milestones()).isNull();
    assertThat(study.lease(0).outstandingEpochs()).isPositive();
  }

  @Test
  void whatTheStudySpentIsCountedByTheClock() {
    study.train(0, 10, 20.0);

    assertThat(study.state().progress().spending().trainingSeconds()).isEqualTo(20);
    assertThat(study.state().progress().spending().rhythm().median()).isEqualTo(10, within(1e-9));
    assertThat(study.state().progress().spending().exertion().median()).isEqualTo(20, within(1e-9));
  }

  @Test
  void theClockCountsWhereNobodyMeasuresAndTheStudySaysSoOnce() {
    study.epoch(0, 10);
    assertThat(study.events()).contains(new StudyEvent.ClockCounts(0, 1));

    study.epoch(0, 10);
    assertThat(study.events()).noneMatch(StudyEvent.ClockCounts.class::isInstance);
    assertThat(study.state().trial(0).effort().totalSeconds()).isEqualTo(20);
    assertThat(study.state().progress().spending().unmeasured()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
  void aFigureThatCannotBeTrueIsNone(double processorSeconds) {
    study.epoch(0, 10, processorSeconds);

    assertThat(study.state().trial(0).effort().totalSeconds()).isEqualTo(10);
  }

  @Test
  void aSessionIsCutAfterAsMuchOfTheClockAsItTakesForItsLevel() {
    study.open(0).epoch(0, 10, 5.0);

    // Half as much again as 110 seconds, in which it works for the 55 that are left.
    assertThat(study.grant(0).until()).isEqualTo(START.plusSeconds(10 + 165));
  }

  @Test
  void whoDoesNothingAtAllIsCutAsByTheClock() {
    study.open(0).epoch(0, 10, 0.0);

    assertThat(study.grant(0).until()).isEqualTo(START.plusSeconds(10 + 90));
  }

  @Test
  void nobodyIsGivenMoreThanAHundredSecondsOfTheClockForOneThatCounts() {
    study.open(0).epoch(0, 100, 0.01);

    assertThat(Timing.clockPerEffort(study.state(), 0)).isEqualTo(100);
  }

  @Test
  void theTimeOfProcessorsCountsNothingWhereLevelsAreSecondsOfTheClock() {
    var other = new OneSlot(asha().seconds(60, 540).trials(9)).epoch(0, 10, 500.0);

    assertThat(other.state().trial(0).effort()).isSameAs(other.state().trial(0).curve());
    assertThat(other.events()).noneMatch(StudyEvent.ClockCounts.class::isInstance);
  }

  @Test
  void aSlotThatSharesItsGpuCountsItsShare() {
    var sharing =
        new OneSlot(
            asha().gpuSeconds(60, 540).trials(9).slots(2),
            new OfferedSlot(0, 0),
            new OfferedSlot(1, 0));
    sharing.epoch(0, 10);

    assertThat(sharing.state().trial(0).effort().totalSeconds()).isEqualTo(5);
    assertThat(sharing.state().trial(0).curve().totalSeconds()).isEqualTo(10);
  }

  @Test
  void aSlotWithAGpuOfItsOwnCountsItsSeconds() {
    var alone = new OneSlot(asha().gpuSeconds(60, 540).trials(9)).epoch(0, 10);

    assertThat(alone.state().trial(0).effort().totalSeconds()).isEqualTo(10);
  }
}
