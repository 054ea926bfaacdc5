package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Places;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecommendedTest {

  private static final Places PLACES = Places.in(Path.of("studies", "digits"));
  private static final StudyState ENDED = VirtualStudy.finished(Specs.accuracy(1, 60));
  private static final int BEST = VirtualStudy.best(ENDED).trial();

  /** A trial that was not given up and does not hold the best value. */
  private static final int OTHER =
      IntStream.range(0, ENDED.progress().trials().size())
          .filter(number -> number != BEST && !ENDED.trial(number).gaveUp())
          .findFirst()
          .orElseThrow();

  private static StudyState recommending(int trial) {
    var forecast = new Advice.Forecast(27, 0.95, 0.94, 0.96);
    var event = new StudyEvent.TrialRecommended(new Advice.Recommendation(trial, 18, forecast));
    var input = new StudyInput.Recovered(ENDED.lifecycle().lastAt());
    return Objects.requireNonNull(Study.evolve(ENDED, new Step(input, List.of(event))));
  }

  private static List<String> endOf(StudyState state) {
    return EndTable.lines(Watched.of(state), state.lifecycle().lastAt(), PLACES, 200);
  }

  @Test
  void theEndOfARunSaysWhichTrialToTakeIfItIsNotTheOneWithTheBestValue() {
    assertThat(endOf(recommending(OTHER)))
        .contains(
            "trial %d is expected to be the best: after 18 of 27 epochs, ".formatted(OTHER)
                + "accuracy between 0.94000 and 0.96000 at the end");
  }

  @Test
  void theEndOfARunIsSilentIfTheBestValueIsRecommended() {
    assertThat(endOf(recommending(BEST))).isEqualTo(endOf(ENDED));
  }

  @Test
  void theSummaryHoldsTheParametersOfWhatIsRecommended() {
    StudyState state = recommending(OTHER);

    var summary = StudySummary.of(Watched.of(state), state.lifecycle().lastAt(), Path.of("s"));

    assertThat(summary.recommended())
        .isEqualTo(
            new Recommended(
                OTHER, 18, 27, 0.95, 0.94, 0.96, state.trial(OTHER).configuration().asMap()));
  }

  @Test
  void nothingIsRecommendedWithoutAnAdviser() {
    assertThat(Recommended.of(ENDED)).isNull();
  }
}
