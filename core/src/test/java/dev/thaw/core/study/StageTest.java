package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec.Growth.Expensive;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  /** Ceilings 3, 9 and 27; width is from 16 to 256 on a logarithmic scale. */
  private static StudyState staged(int ceiling, Expensive which) {
    StudySpec spec =
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .trials(9)
            .staged(3, Map.of("width", which))
            .spec();
    StudyState state = StudyState.opened(spec, START);
    return state.with(state.search().raise(ceiling));
  }

  private static Configuration random(StudyState state, long index) {
    SearchSpace space = state.spec().space();
    return new RandomSuggestion().suggest(space, 7, index).orElseThrow();
  }

  private static double width(Configuration configuration) {
    return ((Number) Objects.requireNonNull(configuration.asMap().get("width"))).doubleValue();
  }

  @ParameterizedTest(name = "index {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void anExpensiveParameterIsMovedIntoItsCheapThirdAndNothingElse(long index) {
    StudyState state = staged(3, Expensive.UP);
    Configuration before = random(state, index);
    Configuration after = Stage.of(state).into(before);

    assertThat(width(after)).isBetween(16.0, 41.0);
    assertThat(after.asMap().get("learning_rate")).isEqualTo(before.asMap().get("learning_rate"));
    assertThat(Stage.of(state).admits(after)).isTrue();
  }

  @ParameterizedTest(name = "index {0}")
  @ValueSource(longs = {0, 1, 2, 3})
  void smallValuesCanBeTheExpensiveOnes(long index) {
    StudyState state = staged(3, Expensive.DOWN);

    assertThat(width(Stage.of(state).into(random(state, index)))).isBetween(101.0, 256.0);
  }

  @Test
  void theCheapPartGrowsWithTheCeiling() {
    SearchSpace space = Specs.space();
    double[] point = space.encode(space.defaults());
    point[1] = 0.6;
    Configuration wide = space.decode(point);

    assertThat(Stage.of(staged(3, Expensive.UP)).admits(wide)).isFalse();
    assertThat(Stage.of(staged(9, Expensive.UP)).admits(wide)).isTrue();
    assertThat(Stage.of(staged(27, Expensive.UP)).isWhole()).isTrue();
  }

  @Test
  void newTrialsComeFromTheStage() {
    StudySpec spec =
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .trials(9)
            .slots(4)
            .staged(3, Map.of("width", Expensive.UP))
            .spec();
    StudyState state = Study.decide(null, new StudyInput.Opened(START, spec)).after();
    Decision decision =
        Study.decide(
            state,
            new StudyInput.NodeJoined(START, "node", "1", OfferedSlot.own(List.of(0, 1, 2, 3))));

    assertThat(decision.after().progress().trials())
        .hasSize(4)
        .allSatisfy(trial -> assertThat(width(trial.configuration())).isLessThanOrEqualTo(41));
  }
}
