package dev.thaw.core.gp;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapFitTest {
  private static final GpModel MODEL =
      new GpModel(Kernel.scaled(Kernel.matern52(0, 1)), Warping.of(0, 1));
  private static final MapFit FIT = MapFit.of(MODEL, 60);

  /** A draw from the process with length scales 0.3 and 3 and little noise. */
  private static Observations drawn(long seed, int count) {
    double[][] points = Cases.points(seed, count, 2);
    DMatrixRMaj matrix = Kernel.matern52(0, 1).at(Math.log(0.3), Math.log(3)).matrix(points);
    Cholesky root = Cholesky.factor(matrix, 1e-4).orElseThrow();
    double[] white = Cases.vector(seed + 1, count);
    double[] targets = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        targets[i] += root.get(i, j) * white[j];
      }
    }
    return Observations.of(points, targets);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsTheLengthScalesBehindTheData(long seed) {
    MapFit.Fit fit =
        MapFit.of(GpModel.of(Kernel.scaled(Kernel.matern52(0, 1))), 60).fit(drawn(seed, 80));

    assertThat(fit.end()).isEqualTo(Lbfgs.End.CONVERGED);
    assertThat(fit.theta()[1]).isCloseTo(Math.log(0.3), within(0.6));
    assertThat(fit.theta()[2]).isBetween(0.0, 2.5);
    assertThat(fit.theta()[3]).isLessThan(Math.log(0.001));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void endsWhereThePosteriorIsFlat(long seed) {
    Observations observations = drawn(seed, 40);

    MapFit.Fit fit =
        new MapFit(MODEL, MODEL.hyperparameters(), new Lbfgs(10, 500, 1e-6, 0)).fit(observations);

    double[] slopes = Cases.differences(theta -> posterior(theta, observations), fit.theta());
    List<Hyperparameter> hyperparameters = MODEL.hyperparameters();
    for (int i = 0; i < slopes.length; i++) {
      double value = fit.theta()[i];
      Hyperparameter h = hyperparameters.get(i);
      assertThat(value).isBetween(h.lower(), h.upper());
      double slope =
          value == h.lower()
              ? Math.max(slopes[i], 0)
              : value == h.upper() ? Math.min(slopes[i], 0) : slopes[i];
      assertThat(slope).as(h.name()).isCloseTo(0, within(1e-3));
    }
  }

  private static double posterior(double[] theta, Observations observations) {
    double sum = MODEL.logEvidence(theta, observations, new double[theta.length]);
    for (int i = 0; i < theta.length; i++) {
      Hyperparameter h = MODEL.hyperparameters().get(i);
      double z = (theta[i] - h.mean()) / h.sd();
      sum -= z * z / 2 + Math.log(h.sd() * Math.sqrt(2 * Math.PI));
    }
    return sum;
  }

  @Test
  void reportsThePosteriorThere() {
    Observations observations = drawn(5, 30);

    MapFit.Fit fit = FIT.fit(observations);

    assertThat(fit.logPosterior()).isCloseTo(posterior(fit.theta(), observations), within(1e-9));
    assertThat(fit.logPosterior()).isGreaterThan(posterior(MODEL.start(), observations));
  }

  @Test
  void aWarmStartTakesFewerEvaluationsAndEndsNoLower() {
    Observations observations = drawn(5, 30);

    MapFit.Fit cold = FIT.fit(observations);
    MapFit.Fit warm = FIT.fit(observations, cold.theta());

    assertThat(warm.evaluations()).isLessThan(cold.evaluations() / 2);
    assertThat(warm.logPosterior()).isGreaterThanOrEqualTo(cold.logPosterior());
  }

  @Test
  void theBestOfManyStartsIsNoWorseThanAnyOfThem() {
    Observations observations = drawn(6, 30);
    double[] other = MODEL.start();
    other[1] = -3;
    other[7] = 1;

    MapFit.Fit both = FIT.fit(observations, MODEL.start(), other);

    MapFit.Fit first = FIT.fit(observations, MODEL.start());
    MapFit.Fit second = FIT.fit(observations, other);
    assertThat(both.logPosterior())
        .isEqualTo(Math.max(first.logPosterior(), second.logPosterior()));
    assertThat(both.evaluations()).isEqualTo(first.evaluations() + second.evaluations());
  }

  @Test
  void fallsBackToThePriorMeansWithoutAUsableStart() {
    double[] nan = MODEL.start();
    Arrays.fill(nan, Double.NaN);

    MapFit.Fit fit = FIT.fit(drawn(5, 10), nan);

    assertThat(fit.theta()).containsExactly(MODEL.start());
    assertThat(fit.logPosterior()).isNaN();
    assertThat(fit.end()).isEqualTo(Lbfgs.End.INVALID_START);
  }

  /** Data that no one would fit, but that arrive. */
  static Stream<Arguments> degenerateData() {
    return Stream.of(
        Arguments.of("nothing", new double[0][], new double[0]),
        Arguments.of("no numbers", new double[][] {{NaN, 0}, {0, 1}}, new double[] {1, NaN}),
        Arguments.of("one point", new double[][] {{0.5, 0.5}}, new double[] {3}),
        Arguments.of("equal targets", Cases.points(1, 20, 2), new double[20]),
        Arguments.of("one place", new double[30][2], Cases.vector(1, 30)),
        Arguments.of("corners", new double[][] {{0, 0}, {1, 0}, {1, 1}}, Cases.vector(2, 3)),
        Arguments.of("huge targets", Cases.points(2, 10, 2), times(1e150, Cases.vector(2, 10))),
        Arguments.of("overflow", Cases.points(2, 10, 2), times(1e300, Cases.vector(2, 10))));
  }

  private static double[] times(double factor, double[] vector) {
    return Arrays.stream(vector).map(entry -> factor * entry).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("degenerateData")
  void givesFiniteHyperparametersForAnyData(String name, double[][] points, double[] targets) {
    Observations observations = Observations.of(points, targets);

    MapFit.Fit fit = FIT.fit(observations);

    assertThat(Arrays.stream(fit.theta())).allMatch(Double::isFinite);
    Normal prediction = MODEL.condition(fit.theta(), observations).predict(new double[] {0.2, 0.8});
    assertThat(prediction.mean()).isFinite();
    assertThat(prediction.variance()).isFinite().isNotNegative();
  }

  @Test
  void needsAPriorForEachHyperparameter() {
    assertThatThrownBy(() -> new MapFit(MODEL, List.of(), Lbfgs.withIterations(1)))
        .hasMessage("hyperparameters (0) must be as many as the model's (9).");
  }
}
