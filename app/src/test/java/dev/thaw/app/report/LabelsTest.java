package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void tellsInfeasibleTrialsFromFailedOnes() {
    StudyState state =
        new VirtualStudy(Specs.accuracy(1, 60), 0.3)
            .runUntil(s -> s.progress().counts().of(TrialStatus.INFEASIBLE) > 5);
    var trials = StudySummary.trials(state);

    assertThat(trials.infeasible())
        .isEqualTo(state.progress().counts().of(TrialStatus.INFEASIBLE))
        .isGreaterThan(5);
    assertThat(trials.failures())
        .isEqualTo("%d failed, %d infeasible".formatted(trials.failed(), trials.infeasible()));
    assertThat(state.progress().trials())
        .filteredOn(trial -> trial.status() == TrialStatus.INFEASIBLE)
        .extracting((Trial trial) -> Labels.kind(state, trial))
        .contains("infeasible")
        .isSubsetOf("infeasible", "best", "baseline");
  }
}
