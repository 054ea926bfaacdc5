package dev.thaw.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: one score stands for several. Method: hand-made fronts and drawn weights. */
class ChebyshevTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void weightsArePositiveAndSumToOne(long seed) {
    double[] weights = Chebyshev.weights(3, Draws.of(seed, "weights", 0));

    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(weights).min().orElseThrow()).isPositive();
  }

  @Test
  void whoeverDominatesHasTheBetterScoreUnderAllWeights() {
    double[][] points = {{0, 5}, {1, 5}, {4, 0}, {4, 1}};
    for (int n = 0; n < 50; n++) {
      double[] scores = Chebyshev.scores(points, Chebyshev.weights(2, Draws.of(7, "weights", n)));

      assertThat(scores[0]).isLessThan(scores[1]);
      assertThat(scores[2]).isLessThan(scores[3]);
    }
  }

  /** A weighted sum would never choose the middle, which lies behind the line of the ends. */
  @Test
  void aDentOfTheFrontIsBestUnderSomeWeights() {
    double[][] dented = {{0, 1}, {0.6, 0.6}, {1, 0}};
    Set<Integer> chosen = new HashSet<>();
    for (int n = 0; n < 100; n++) {
      double[] scores = Chebyshev.scores(dented, Chebyshev.weights(2, Draws.of(3, "weights", n)));
      chosen.add(IntStream.range(0, 3).reduce(0, (a, b) -> scores[b] < scores[a] ? b : a));
    }

    assertThat(chosen).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void whatIsNotFiniteIsWorseThanTheWorst() {
    double[][] points = {{0, 1}, {1, 1}, {Double.NaN, 1}};
    double[] scores = Chebyshev.scores(points, new double[] {0.5, 0.5});

    assertThat(scores[2]).isGreaterThan(scores[1]);
    assertThat(scores[2]).isFinite();
  }
}
