package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParzenEstimatorTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));
  private static final SearchSpace CHOICE =
      SearchSpace.of(CategoricalParameter.of("c", "a", "b", "c", "d"));

  private static ParzenEstimator of(SearchSpace space, double... places) {
    double[] weights = new double[places.length + 1];
    Arrays.fill(weights, 1);
    double[][] points =
        Arrays.stream(places).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    boolean[][] active =
        Arrays.stream(places).mapToObj(_ -> new boolean[] {true}).toArray(boolean[][]::new);
    return new ParzenEstimator(space, points, active, weights, 1);
  }

  @Test
  void makesAKernelAsWideAsTheLargerGapBesideItButNotTheGapToABound() {
    ParzenEstimator estimator = of(LINE, 0.9, 0.1, 0.3);

    // In order: 0.1, 0.3, the prior at 0.5, 0.9; none narrower than 1 / 5.
    assertThat(estimator.width(1, 0)).isCloseTo(0.2, within(1e-12));
    assertThat(estimator.width(2, 0)).isCloseTo(0.2, within(1e-12));
    assertThat(estimator.width(0, 0)).isCloseTo(0.4, within(1e-12));
    assertThat(estimator.width(3, 0)).isEqualTo(1);
  }

  @Test
  void makesNoKernelNarrowerThanAHundredth() {
    double[] places = new double[500];
    Arrays.fill(places, 0.25);

    assertThat(of(LINE, places).width(7, 0)).isEqualTo(0.01);
  }

  @ParameterizedTest(name = "{0} observations")
  @ValueSource(ints = {0, 1, 5, 200})
  void hasADensityThatIntegratesToOne(int count) {
    double[] places = new double[count];
    Arrays.setAll(places, i -> Draws.of(4, "places", i).uniform(0));
    ParzenEstimator estimator = of(LINE, places);

    double joint = 0;
    double alone = 0;
    for (int i = 0; i < 10_000; i++) {
      double x = (i + 0.5) / 10_000;
      joint += Math.exp(estimator.logDensity(new double[] {x}, new boolean[] {true})) / 10_000;
      alone += Math.exp(estimator.logDensity(0, x)) / 10_000;
    }

    assertThat(joint).isCloseTo(1, within(1e-4));
    assertThat(alone).isCloseTo(1, within(1e-4));
  }

  @Test
  void sharesThePriorEvenlyAmongChoices() {
    ParzenEstimator estimator = of(CHOICE, 0.125, 0.125, 0.375);

    // Three kernels with (1 + 1/4) / 2 for their own choice and (1/4) / 2 for others, and a prior.
    assertThat(Math.exp(estimator.logDensity(0, 0.125)))
        .isCloseTo((2 * 0.625 + 0.125 + 0.25) / 4, within(1e-12));
    assertThat(Math.exp(estimator.logDensity(0, 0.875)))
        .isCloseTo((3 * 0.125 + 0.25) / 4, within(1e-12));
  }

  @Test
  void drawsWhatItsDensitySays() {
    ParzenEstimator line = of(LINE, 0.05, 0.06, 0.9);
    ParzenEstimator choice = of(CHOICE, 0.125, 0.125, 0.375);
    int low = 0;
    int first = 0;
    for (int i = 0; i < 20_000; i++) {
      low += line.sample(Draws.of(1, "line", i))[0] < 0.25 ? 1 : 0;
      first += choice.sample(0, Draws.of(1, "choice", i)) == 0.125 ? 1 : 0;
    }

    double below = 0;
    for (int i = 0; i < 1_000; i++) {
      below += Math.exp(line.logDensity(0, (i + 0.5) / 4_000)) / 4_000;
    }
    assertThat(low / 20_000.0).isCloseTo(below, within(0.015));
    assertThat(first / 20_000.0).isCloseTo(0.40625, within(0.015));
  }

  @Test
  void treatsAnInactiveCoordinateLikeThePrior() {
    SearchSpace square =
        SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));
    boolean[][] active = {{true, false}};
    ParzenEstimator estimator =
        new ParzenEstimator(square, new double[][] {{0.2, 0.9}}, active, new double[] {1, 1}, 1);

    assertThat(estimator.width(0, 1)).isEqualTo(1);
    assertThat(estimator.logDensity(1, 0.9)).isCloseTo(estimator.logDensity(1, 0.1), within(1e-9));
    boolean[] both = {true, true};
    assertThat(estimator.logDensity(new double[] {0.2, 0.9}, both))
        .isCloseTo(estimator.logDensity(new double[] {0.2, 0.1}, both), within(1e-9));
  }
}
