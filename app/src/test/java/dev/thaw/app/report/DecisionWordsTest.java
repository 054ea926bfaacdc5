package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DecisionWordsTest {

  /** An accuracy; trial 0 is the baseline and was trained to the end. */
  private static final StudyState STATE = VirtualStudy.finished(Specs.accuracy(1, 12));

  private static DecisionWords words(
      GuidedDecision.Deed deed, int known, Advice.Forecast forecast, Advice.Rival... rivals) {
    var evidence =
        new Advice.Evidence("expected-improvement", -2, List.of(forecast), List.of(rivals));
    Double best = known == 0 ? null : 0.75;
    return new DecisionWords(
        STATE, new GuidedDecision(40, 31, 0, deed, known, known + 2, best, evidence));
  }

  private static Advice.Forecast forecast(int epoch, double low, double high) {
    return new Advice.Forecast(epoch, (low + high) / 2, low, high);
  }

  private static Advice.Rival rival(@Nullable Integer trial) {
    return new Advice.Rival(trial, -3);
  }

  @Test
  void saysWhatWasChosenExpectedAndBeaten() {
    var words =
        words(
            GuidedDecision.Deed.THAWED, 9, forecast(27, 0.8, 0.9), rival(4), rival(null), rival(2));

    assertThat(words.title()).isEqualTo("Trial 0 thawed at epoch 9");
    assertThat(words.sentence())
        .isEqualTo(
            "After 31 epochs of the study, trial 0 was thawed at epoch 9 and trained on to epoch"
                + " 11; it was expected to reach accuracy 0.85 by epoch 27 (nine times in ten 0.8"
                + " to 0.9), when the best was 0.75; it was preferred to trial 4, trial 2 and a"
                + " new configuration. Chosen by: the largest expected improvement at the last"
                + " epoch.");
  }

  @Test
  void leavesOutWhatThereWasNotYet() {
    var words = words(GuidedDecision.Deed.STARTED, 0, forecast(27, 0.8, 0.9));

    assertThat(words.title()).isEqualTo("Trial 0 started");
    assertThat(words.sentence())
        .contains("trial 0 was started, as far as epoch 2;", "(nine times in ten 0.8 to 0.9). ")
        .doesNotContain("the best was", "preferred");
  }

  @Test
  void judgesAValueByTheDirectionOfTheGoal() {
    double value = STATE.trial(0).curve().value(27);

    assertThat(outcome(forecast(27, value - 0.1, value + 0.1))).contains(": inside the band (");
    assertThat(outcome(forecast(27, 0.1, 0.2))).contains(": better than the band (0.1 to 0.2)");
    assertThat(outcome(forecast(27, 1.1, 1.2))).contains(": worse than the band (1.1 to 1.2)");
  }

  private static String outcome(Advice.Forecast forecast) {
    return words(GuidedDecision.Deed.WENT_ON, 3, forecast).outcome();
  }

  @Test
  void saysThatNothingCanBeJudged() {
    assertThat(outcome(forecast(28, 0.1, 0.2)))
        .isEqualTo("It was trained to epoch 27 only, where nothing was predicted.");
  }
}
