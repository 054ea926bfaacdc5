package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the rules that read gradients follow their papers. */
class GradientRulesTest {

  private static History after(double rate, Map<String, Double> extras) {
    return Walk.begin(1, rate).and(new Trained(0, Map.of("learning_rate", rate), 1, extras));
  }

  private static double rate(Step step) {
    return step.values().getOrDefault("learning_rate", Double.NaN);
  }

  @Test
  void theRateMovesByTheProductOfGradients() {
    var rule = new HypergradientDescent("learning_rate", false, 0.01, 0);

    assertThat(rate(rule.next(after(0.5, Map.of(GradientWatch.ALIGNMENT, -3.0)))))
        .isEqualTo(0.47, within(1e-12));
  }

  @Test
  void orIsMultiplied() {
    var rule = new HypergradientDescent("learning_rate", true, 0, 0.1);

    assertThat(rate(rule.next(after(0.5, Map.of(GradientWatch.COSINE, 2.0)))))
        .isEqualTo(0.5 * Math.exp(0.2), within(1e-12));
  }

  @Test
  void theRateStaysWithinItsBounds() {
    var rule = new HypergradientDescent("learning_rate", false, 1, 0);

    assertThat(rate(rule.next(after(0.5, Map.of(GradientWatch.ALIGNMENT, -3.0))))).isEqualTo(1e-4);
    assertThat(rate(rule.next(after(0.5, Map.of(GradientWatch.ALIGNMENT, 30.0))))).isEqualTo(3);
  }

  @Test
  void aRateThatIsTooSmallGrowsAndOneThatIsTooLargeShrinks() {
    var rule = new HypergradientDescent("learning_rate", false, 0.5, 0);
    History slow = Walk.of(rule, 1, 0.01, 8);
    History fast = Walk.of(rule, 1, 1.9, 8);

    assertThat(slow.epoch(8).values()).hasEntrySatisfying("learning_rate", GradientRulesTest::grew);
    assertThat(fast.epoch(8).values())
        .hasEntrySatisfying("learning_rate", x -> assertThat(x).isLessThan(1.5));
  }

  private static void grew(double rate) {
    assertThat(rate).isGreaterThan(0.1);
  }

  @Test
  void whoReportsNoGradientsIsToldSo() {
    assertThatThrownBy(() -> HypergradientDescent.of("learning_rate").next(after(1, Map.of())))
        .isInstanceOf(MissingExtraException.class)
        .hasMessageContaining("gradient_alignment");
  }

  @Test
  void whereTheRateIsNoKnobNothingChanges() {
    assertThat(rate(HypergradientDescent.of("eta").next(after(0.5, Map.of())))).isEqualTo(0.5);
    assertThat(rate(Salera.of("eta").next(after(0.5, Map.of())))).isEqualTo(0.5);
  }

  @Test
  void saleraMultipliesByTheExponentialOfTheDrift() {
    var rule = new Salera("learning_rate", 0.1, 0.1, "");

    assertThat(rate(rule.next(after(0.5, Map.of(GradientWatch.DRIFT, -2.0)))))
        .isEqualTo(0.5 * Math.exp(-0.2), within(1e-12));
  }

  private static History losses(Salera rule, double... losses) {
    History history = Walk.begin(1, 1);
    for (double loss : losses) {
      Step step = rule.next(history);
      int from = step instanceof Step.Backtrack(int to, var _) ? to : history.size();
      history =
          history.and(new Trained(from, step.values(), loss, Map.of(GradientWatch.DRIFT, 0.0)));
    }
    return history;
  }

  @Test
  void aCatastropheIsThrownAwayAndTheRateHalved() {
    var rule = new Salera("learning_rate", 0.1, 0.1, "");
    History history = losses(rule, 1.0, 0.8, 0.7, 5.0);

    assertThat(rule.next(history)).isEqualTo(new Step.Backtrack(3, Map.of("learning_rate", 0.5)));
    assertThat(rule.mayReturnTo(history)).contains(3);
  }

  @Test
  void aLossThatIsNotANumberIsACatastrophe() {
    var rule = new Salera("learning_rate", 0.1, 0.1, "");

    assertThat(rule.next(losses(rule, 1.0, Double.NaN)))
        .isEqualTo(new Step.Backtrack(1, Map.of("learning_rate", 0.5)));
  }

  @Test
  void theTestBeginsAnewAfterItsAlarm() {
    var rule = new Salera("learning_rate", 0.1, 0.1, "");
    History history = losses(rule, 1.0, 0.8, 5.0, 0.9);

    assertThat(history.epoch(4).from()).isEqualTo(2);
    assertThat(rule.next(history)).isEqualTo(new Step.Continue(Map.of("learning_rate", 0.5)));
  }

  @Test
  void aLossThatFallsGivesNoAlarm() {
    var rule = new Salera("learning_rate", 0.1, 0.1, "");

    assertThat(rule.next(losses(rule, 1.0, 0.8, 0.81, 0.7)))
        .isEqualTo(new Step.Continue(Map.of("learning_rate", 1.0)));
  }

  /** The squared momentum after some steps in random directions. */
  private static double walked(long seed, int walk, int dimension, int steps) {
    double[] p = new double[dimension];
    for (int step = 0; step < steps; step++) {
      Draws draws = Draws.of(seed, "walk " + walk, step);
      double[] g = new double[dimension];
      double squared = 0;
      for (int j = 0; j < dimension; j++) {
        g[j] = draws.normal(j);
        squared += g[j] * g[j];
      }
      for (int j = 0; j < dimension; j++) {
        double unit = g[j] / Math.sqrt(squared);
        p[j] = (1 - GradientWatch.MEMORY) * p[j] + GradientWatch.MEMORY * unit;
      }
    }
    return DoubleStream.of(p).map(x -> x * x).sum();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {51, 52})
  void theReferenceIsThatOfRandomDirections(long seed) {
    double[] squares =
        IntStream.range(0, 400).mapToDouble(walk -> walked(seed, walk, 20, 300)).toArray();
    double mean = DoubleStream.of(squares).average().orElseThrow();
    double deviation =
        Math.sqrt(DoubleStream.of(squares).map(x -> (x - mean) * (x - mean)).sum() / 399);

    // 400 walks tell the mean to 1.6 % of it, and the deviation to about 5 %.
    assertThat(mean).isEqualTo(GradientWatch.mean(300), within(0.06 * mean));
    assertThat(deviation).isEqualTo(GradientWatch.deviation(20), within(0.2 * deviation));
  }

  @Test
  void gradientsThatAgreeDriftUpAndThoseThatAlternateDown() {
    var agreeing = new GradientWatch(100);
    var alternating = new GradientWatch(100);
    double along = 0;
    double across = 0;
    for (int step = 0; step < 50; step++) {
      along = 0.99 * along + 0.01;
      across = 0.99 * across + (step % 2 == 0 ? 0.01 : -0.01);
      agreeing.see(4, 4, along * along);
      alternating.see(4, -4, across * across);
    }

    assertThat(agreeing.metrics())
        .containsEntry(GradientWatch.ALIGNMENT, 49 * 4.0)
        .containsEntry(GradientWatch.COSINE, 49.0)
        .hasEntrySatisfying(GradientWatch.DRIFT, z -> assertThat(z).isPositive());
    assertThat(alternating.metrics())
        .containsEntry(GradientWatch.COSINE, -49.0)
        .hasEntrySatisfying(GradientWatch.DRIFT, z -> assertThat(z).isNegative());
  }
}
