package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
    History history = told(new RandomEpochs(2, false, true, 1, 0), 0.5, 0.4, 0.2, 0.3, 0.1, 0.1);

    assertThat(history.epochs().stream().map(Trained::from)).containsExactly(0, 0, 2, 2, 3, 3);
    assertThat(history.epochs().stream().map(Trained::values).distinct()).hasSize(6);
  }

  @Test
  void theSettingsOfNowCompeteIfAskedTo() {
    History history = told(new RandomEpochs(2, true, true, 1, 0), 0.5, 0.4, 0.2, 0.3, 0.1, 0.1);

    assertThat(history.epochs().stream().map(Trained::from)).containsExactly(0, 0, 2, 2, 2, 5);
    assertThat(history.epoch(3).values()).isEqualTo(history.epoch(2).values());
  }

  @Test
  void aRoundThatDivergedIsThrownAway() {
    double nan = Double.NaN;
    History history = told(new RandomEpochs(2, false, true, 1, 0), 0.5, 0.4, nan, nan, 0.1);

    assertThat(history.epoch(5).from()).isEqualTo(2);
  }

  /** Where the rate lay in its range, from 0 to 1, epoch by epoch; the error rises with it. */
  private static double[] places(RandomEpochs random, int epochs) {
    History history = Walk.begin(4, 0.1);
    double[] places = new double[epochs];
    for (int i = 0; i < epochs; i++) {
      Step step = random.next(history);
      int from = step instanceof Step.Backtrack(int to, var _) ? to : history.size();
      places[i] = history.knobs().place(step.values())[0];
      history = history.and(new Trained(from, step.values(), places[i], Map.of()));
    }
    return places;
  }

  private static double least(double[] places, int from) {
    return Arrays.stream(places, from, from + 10).min().orElseThrow();
  }

  private static double width(double[] places, int from) {
    return Arrays.stream(places, from, from + 10).max().orElseThrow() - least(places, from);
  }

  @Test
  void aRangeThatShrinksLiesAroundTheKeptSettingsAndIsWholeInTheNextBracket() {
    double[] places = places(new RandomEpochs(10, false, false, 0.1, 3), 40);

    assertThat(width(places, 0)).isGreaterThan(0.5);
    assertThat(width(places, 10)).isBetween(0.03, 0.1);
    assertThat(width(places, 20)).isBetween(0.003, 0.01);
    assertThat(width(places, 30)).isGreaterThan(0.5);
    assertThat(least(places, 10)).isEqualTo(least(places, 0), within(0.1));
    assertThat(least(places, 20)).isEqualTo(least(places, 10), within(0.01));
  }

  @Test
  void itDoesNotLeaveTheParametersRange() {
    // Walk's rate ends at 3, where the error is least here.
    History history =
        Walk.begin(4, 3).and(new Trained(0, Map.of("learning_rate", 3.0), 0, Map.of()));
    Step step = new RandomEpochs(1, false, true, 0.1, 0).next(history);

    assertThat(history.knobs().place(step.values())[0]).isBetween(0.9, 1.0);
  }

  @Test
  void withoutABracketItShrinksOnAndOn() {
    double[] places = places(new RandomEpochs(10, false, false, 0.5, 0), 60);

    assertThat(width(places, 50)).isBetween(1e-3, 0.5 / 16);
  }

  @Test
  void aRangeThatStaysIsDrawnFromAsItWere() {
    History history = told(new RandomEpochs(2, false, true, 1, 0), 0.5, 0.4);
    Step step = new RandomEpochs(2, false, true, 1, 0).next(history);
    double[] unit = {history.draws("random", 2).uniform(0)};

    assertThat(step.values()).isEqualTo(history.knobs().at(unit));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42, 43})
  void itComesNearTheBestConstantRateIfItsEpochsAreNotCharged(long seed) {
    History history = Walk.of(RandomEpochs.defaults(), seed, 0.01, 5 * 25);

    assertThat(history.depth(history.epoch(125).from()) + 1).isEqualTo(25);
    assertThat(history.score(Rounds.best(history, 1, 125))).isLessThan(1.5 * Walk.bestConstant(25));
  }
}
