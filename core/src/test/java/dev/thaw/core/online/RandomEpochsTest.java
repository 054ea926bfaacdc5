package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: random search within a trial tries several settings from one state and keeps the best. */
class RandomEpochsTest {

  private static History told(RandomEpochs random, double... errors) {
    History history = Walk.begin(4, 0.1);
    for (double error : errors) {
      Step step = random.next(history);
      int from = step instanceof Step.Backtrack(int to, var _) ? to : history.size();
      history = history.and(new Trained(from, step.values(), error, Map.of()));
    }
    return history;
  }

  @Test
  void eachRoundStartsFromTheBestOfTheOneBefore() {
    History history = told(new RandomEpochs(2, false, true), 0.5, 0.4, 0.2, 0.3, 0.1, 0.1);

    assertThat(history.epochs().stream().map(Trained::from)).containsExactly(0, 0, 2, 2, 3, 3);
    assertThat(history.epochs().stream().map(Trained::values).distinct()).hasSize(6);
  }

  @Test
  void theSettingsOfNowCompeteIfAskedTo() {
    History history = told(new RandomEpochs(2, true, true), 0.5, 0.4, 0.2, 0.3, 0.1, 0.1);

    assertThat(history.epochs().stream().map(Trained::from)).containsExactly(0, 0, 2, 2, 2, 5);
    assertThat(history.epoch(3).values()).isEqualTo(history.epoch(2).values());
  }

  @Test
  void aRoundThatDivergedIsThrownAway() {
    double nan = Double.NaN;
    History history = told(new RandomEpochs(2, false, true), 0.5, 0.4, nan, nan, 0.1);

    assertThat(history.epoch(5).from()).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42, 43})
  void itComesNearTheBestConstantRateIfItsEpochsAreNotCharged(long seed) {
    History history = Walk.of(RandomEpochs.defaults(), seed, 0.01, 5 * 25);

    assertThat(history.depth(history.epoch(125).from()) + 1).isEqualTo(25);
    assertThat(history.score(Rounds.best(history, 1, 125))).isLessThan(1.5 * Walk.bestConstant(25));
  }
}
