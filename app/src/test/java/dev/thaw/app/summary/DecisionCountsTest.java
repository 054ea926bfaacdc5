package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionCountsTest {

  private static StudySpec guided(long seed) {
    return Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(12), seed);
  }

  private static long grants(VirtualStudy study) {
    return study.steps().stream()
        .flatMap(step -> step.events().stream())
        .filter(
            event ->
                event instanceof StudyEvent.LeaseGranted
                    || event instanceof StudyEvent.LeaseExtended)
        .count();
  }

  @Test
  void countsEveryGrantOfAStudyThatTheAdviserLed() {
    var study = new VirtualStudy(guided(1), 0);
    study.runUntil(state -> state.progress().spending().allEpochs() >= 60);

    DecisionCounts counts = study.decisions();

    assertThat(counts.ranked()).isZero();
    assertThat(counts.missed()).isZero();
    // The baseline is nobody's decision.
    assertThat(counts.advised()).isEqualTo(grants(study) - 1).isGreaterThan(10);
  }

  @Test
  void countsDecisionsByRankWhileTheAdviserIsSilent() {
    var study = new VirtualStudy(guided(1), 0).silentAt(ask -> true);
    study.runUntil(state -> state.progress().spending().allEpochs() >= 60);

    DecisionCounts counts = study.decisions();

    assertThat(counts.ranked()).isPositive();
    assertThat(counts.missed()).isPositive();
    assertThat(counts.advised() + counts.ranked()).isLessThan(grants(study));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void isTheSameWhetherCountedAtOnceOrRowByRow(long seed) {
    var study = new VirtualStudy(guided(seed), 0.02).silentAt(ask -> ask % 3 == 0);
    study.runUntil(state -> state.progress().spending().allEpochs() >= 80);
    DecisionCounts counts = DecisionCounts.none();

    for (var step : study.steps()) {
      counts = counts.after(List.of(step));
    }

    assertThat(counts).isEqualTo(study.decisions());
  }

  @Test
  void takesATrialThatTheAdviserLeftBetweenRungsForADecisionByRank() {
    assertThat(DecisionCounts.by(new Reason.Owed(Reason.Interruption.ADVICE_MISSING, 2)))
        .isEqualTo(DecisionCounts.By.RANK);
    assertThat(DecisionCounts.by(new Reason.Owed(Reason.Interruption.LEASE_LOST, 2)))
        .isEqualTo(DecisionCounts.By.PROMISE);
  }
}
