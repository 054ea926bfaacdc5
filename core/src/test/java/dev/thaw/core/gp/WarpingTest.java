package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarpingTest {
  private static final Warping WARPING = Warping.of(0, 2);

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-9, 0.3, 0.7, 1 - 1e-15, 1})
  void warpsNothingByDefault(double x) {
    double[] point = {x, 5, x};

    assertThat(WARPING.apply(point, new double[4], 0)).containsExactly(point, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0.25, 2, 3", "0.9, 0.5, 0.5", "0.01, 0.1, 4"})
  void isTheDistributionFunctionOfKumaraswamy(double x, double a, double b) {
    double[] theta = {Math.log(a), Math.log(b)};

    double[] warped = Warping.of(0).apply(new double[] {x}, theta, 0);

    assertThat(warped[0]).isCloseTo(1 - Math.pow(1 - Math.pow(x, a), b), within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3, -0.5, 0.5, 3})
  void keepsTheOrderAndTheEndsOfTheUnitInterval(double log) {
    double[] theta = {log, -log / 2};
    double last = -1;
    for (int i = 0; i <= 100; i++) {
      double warped = Warping.of(0).apply(new double[] {i / 100.0}, theta, 0)[0];
      assertThat(warped).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(last);
      last = warped;
    }
    assertThat(Warping.of(0).apply(new double[] {-0.5}, theta, 0)).containsExactly(0);
    assertThat(Warping.of(0).apply(new double[] {1.5}, theta, 0)).containsExactly(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itsGradientIsThatOfCentralDifferences(long seed) {
    double[] point = Cases.points(seed, 1, 3)[0];
    double[] theta = Cases.vector(seed, 4);
    double[] slopes = {2, 3, -5};

    double[] gradient = new double[4];
    WARPING.pullBack(point, theta, 0, slopes, gradient);

    double[] expected =
        Cases.differences(at -> Vectors.dot(slopes, WARPING.apply(point, at, 0), 0, 3), theta);
    assertThat(gradient).containsExactly(expected, within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, Double.MIN_VALUE, 1 - 1e-16, 1, 2, Double.NaN})
  void itsGradientIsFiniteAtTheEnds(double x) {
    double[] gradient = new double[2];

    for (double log : new double[] {-3, 0, 3}) {
      Warping.of(0)
          .pullBack(new double[] {x}, new double[] {log, -log}, 0, new double[] {1}, gradient);
    }

    assertThat(Arrays.stream(gradient)).allMatch(Double::isFinite);
  }

  @Test
  void theIdentityHasNoHyperparameters() {
    assertThat(Warping.none().hyperparameters()).isEmpty();
    assertThat(Warping.none().apply(new double[] {-7}, new double[0], 0)).containsExactly(-7);
  }
}
