package dev.thaw.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.curve.Goal;
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
    StudyState after = study.runUntil(s -> !VirtualStudy.best(before).equals(s.progress().best()));

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

    assertThat(PlainView.heartbeat(Watched.of(state), state.lifecycle().lastAt()))
        .startsWith("digits after ")
        .contains("4 running", "0 failed", "130 epochs", "of 60 trials started)");
  }

  @Test
  void tellsThatTheAdviserIsSilentAndThatItAnswersAgain() {
    var study = guided();
    StudyState before = study.runUntil(s -> s.progress().spending().allEpochs() >= 20);
    StudyState silent = study.silentAt(ask -> true).runUntil(Advising::isSilent);
    StudyState again = study.runUntil(s -> !Advising.isSilent(s));

    assertThat(line(before, silent)).contains("the adviser is silent, ranks decide");
    assertThat(line(silent, again)).contains("the adviser answers again");
  }

  @Test
  void saysInAHeartbeatWhoDecides() {
    var study = guided();
    StudyState state = study.runUntil(s -> s.progress().spending().allEpochs() >= 10);

    assertThat(PlainView.heartbeat(study.watched(), state.lifecycle().lastAt()))
        .contains(" decisions by advice, 0 by rank");
  }

  private static VirtualStudy guided() {
    return new VirtualStudy(Specs.study("s", Goal.MINIMIZE, Specs.thaw(), Specs.trials(20), 1), 0);
  }
}
