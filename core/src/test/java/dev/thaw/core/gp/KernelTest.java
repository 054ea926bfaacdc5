package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTest {
  private static final double[] ORIGIN = {0};

  /** Every family alone and combined, over three columns, with two seeds each. */
  static Stream<Arguments> families() {
    return Stream.of(
            Kernel.matern52(0, 1, 2),
            Kernel.rbf(2, 0),
            Kernel.freezeThawTime(1),
            Kernel.hyperdynTime(1),
            Kernel.scaled(Kernel.rbf(1)),
            Kernel.sum(Kernel.scaled(Kernel.matern52(0)), Kernel.freezeThawTime(2)),
            Kernel.product(Kernel.rbf(0), Kernel.hyperdynTime(2), Kernel.matern52(0, 1)),
            Kernel.sum(
                Kernel.scaled(Kernel.product(Kernel.matern52(0, 1), Kernel.freezeThawTime(2))),
                Kernel.scaled(Kernel.rbf(0))))
        .flatMap(kernel -> Stream.of(1L, 2L).map(seed -> Arguments.of(kernel, seed)));
  }

  private static double[] theta(Kernel kernel, long seed) {
    double[] theta = Cases.vector(seed, kernel.hyperparameters().size());
    return IntStream.range(0, theta.length).mapToDouble(i -> theta[i] / 2).toArray();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("families")
  void itsGradientIsThatOfCentralDifferences(Kernel kernel, long seed) {
    double[] theta = theta(kernel, seed);
    double[][] points = Cases.points(seed, 4, 3);
    DMatrixRMaj weights = Cases.positiveDefinite(seed, 4);

    var slopes = Covariance.Slopes.into(new double[theta.length], points);
    kernel.at(theta).pullBack(points, weights, slopes);

    double[] expected = Cases.differences(at -> weighted(kernel.at(at), points, weights), theta);
    assertThat(slopes.theta()).containsExactly(expected, within(1e-7));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("families")
  void itsGradientAtAPointIsThatOfCentralDifferences(Kernel kernel, long seed) {
    double[] theta = theta(kernel, seed);
    double[][] points = Cases.points(seed, 4, 3);
    DMatrixRMaj weights = Cases.positiveDefinite(seed, 4);

    var slopes = Covariance.Slopes.into(new double[theta.length], points);
    kernel.at(theta).pullBack(points, weights, slopes);

    double[][] moved = points.clone();
    double[] expected =
        Cases.differences(
            at -> {
              moved[2] = at;
              return weighted(kernel.at(theta), moved, weights);
            },
            points[2]);
    assertThat(slopes.points()[2]).containsExactly(expected, within(1e-7));
  }

  private static double weighted(Covariance covariance, double[][] points, DMatrixRMaj weights) {
    DMatrixRMaj matrix = covariance.matrix(points);
    double sum = 0;
    for (int i = 0; i < matrix.getNumElements(); i++) {
      sum += matrix.get(i) * weights.get(i);
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("families")
  void pullingBackReturnsTheCovariance(Kernel kernel, long seed) {
    Covariance covariance = kernel.at(theta(kernel, seed));
    double[][] points = Cases.points(seed, 2, 3);
    var slopes = Covariance.Slopes.into(new double[kernel.hyperparameters().size()], points);

    double value = covariance.pullBack(points, 0, 1, 3, slopes);

    assertThat(value).isEqualTo(covariance.between(points[0], points[1]));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("families")
  void isPositiveDefinite(Kernel kernel, long seed) {
    DMatrixRMaj matrix = kernel.at(theta(kernel, seed)).matrix(Cases.points(seed, 30, 3));

    assertThat(Cholesky.factor(matrix, 1e-10)).isPresent();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("families")
  void findsItsValuesBehindAnOffset(Kernel kernel, long seed) {
    double[] theta = theta(kernel, seed);
    double[] longer = new double[theta.length + 2];
    System.arraycopy(theta, 0, longer, 2, theta.length);
    double[][] points = Cases.points(seed, 3, 3);

    var slopes = Covariance.Slopes.into(new double[theta.length], points);
    var later = Covariance.Slopes.into(new double[longer.length], points);
    kernel.at(theta).pullBack(points, 0, 1, 1, slopes);
    kernel.at(longer, 2).pullBack(points, 0, 1, 1, later);

    assertThat(later.theta()).containsSequence(slopes.theta()).startsWith(0, 0);
  }

  @Test
  void theMaternKernelIsThatOfTheBook() {
    double sqrt5 = Math.sqrt(5);

    double value = Kernel.matern52(0).at(Math.log(0.5)).between(ORIGIN, new double[] {1});

    assertThat(value).isCloseTo((1 + 2 * sqrt5 + 20.0 / 3) * Math.exp(-2 * sqrt5), within(1e-15));
  }

  @Test
  void theSquaredExponentialKernelIsThatOfTheBook() {
    double value = Kernel.rbf(0).at(Math.log(0.5)).between(ORIGIN, new double[] {1});

    assertThat(value).isCloseTo(Math.exp(-2), within(1e-15));
  }

  @Test
  void hyperdynsKernelFallsWithTheDistanceOfTimes() {
    Covariance covariance = Kernel.hyperdynTime(0).at(0, Math.log(0.5));

    double[] values =
        IntStream.of(0, 1, 2, 4)
            .mapToDouble(lag -> covariance.between(new double[] {7}, new double[] {7.0 - lag}))
            .toArray();

    assertThat(values).containsExactly(new double[] {1, 1.0 / 3, 1.0 / 5, 1.0 / 9}, within(1e-15));
  }

  /** Simpson's rule over the gamma density of decay rates with shape 2 and rate 3. */
  @Test
  void theFreezeThawKernelMixesExponentialDecays() {
    double t = 0.7;
    double other = 1.9;
    int steps = 20_000;
    double width = 20.0 / steps;
    double integral = 0;
    for (int i = 0; i <= steps; i++) {
      double rate = i * width;
      double density = 9 * rate * Math.exp(-3 * rate);
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      integral += weight * density * Math.exp(-rate * (t + other)) * width / 3;
    }

    Covariance covariance = Kernel.freezeThawTime(0).at(Math.log(2), Math.log(3));

    assertThat(covariance.between(new double[] {t}, new double[] {other}))
        .isCloseTo(integral, within(1e-9));
  }

  @Test
  void namesItsHyperparameters() {
    Kernel kernel =
        Kernel.sum(Kernel.scaled(Kernel.rbf(4)), Kernel.product(Kernel.freezeThawTime(2)));

    assertThat(kernel.hyperparameters())
        .extracting(Hyperparameter::name)
        .containsExactly(
            "term0 ln variance",
            "term0 ln length[4]",
            "term1 factor0 ln alpha[2]",
            "term1 factor0 ln beta[2]");
  }
}
