package dev.thaw.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyState;
import org.junit.jupiter.api.Test;

final class PlainViewTest {

  private static String line(StudyState before, StudyState after) {
    return PlainView.line(before, after, after.lifecycle().lastAt()).orElse("");
  }

  @Test
  void isSilentIfNothingHappened() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 50);

    assertThat(line(state, state)).isEmpty();
  }

  @Test
  void tellsOfANewBestValue() {
    var study = new VirtualStudy(Specs.accuracy(1, 60), 0);
    StudyState before = study.runUntil(s -> s.progress().spending().epochs() == 1);
    StudyState after = study.runUntil(s -> !before.progress().best().equals(s.progress().best()));

    assertThat(line(before, after))
        .matches("digits after \\d+ .*: best accuracy 0\\.\\d+ \\(trial \\d+, epoch \\d+\\).*");
  }

  @Test
  void countsWhatBecameOfTrialsBetweenTwoStates() {
    StudyState before = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 1);
    StudyState after = VirtualStudy.finished(Specs.accuracy(1, 60));

    assertThat(line(before, after))
        .contains("trials promoted", "4 trials completed", "ended, trials spent")
        .doesNotContain("stopped", "failed", "\n");
  }

  @Test
  void saysInAHeartbeatHowTheStudyStands() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 130);

    assertThat(PlainView.heartbeat(state, state.lifecycle().lastAt()))
        .startsWith("digits after ")
        .contains("4 running", "0 failed", "130 epochs", "of 60 trials started)");
  }
}
