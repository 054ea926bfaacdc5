package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpModelTest {
  private static final GpModel MODEL =
      new GpModel(
          Kernel.sum(
              Kernel.scaled(Kernel.matern52(0, 1)),
              Kernel.scaled(Kernel.product(Kernel.rbf(0), Kernel.freezeThawTime(2)))),
          Warping.of(0, 1));

  private static Observations observations(long seed, int count) {
    return Observations.of(Cases.points(seed, count, 3), Cases.vector(seed, count));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void itsGradientIsThatOfCentralDifferences(long seed) {
    Observations observations = observations(seed, 9);
    double[] start = MODEL.start();
    double[] noise = Cases.vector(seed, start.length);
    Arrays.setAll(start, i -> start[i] + noise[i] / 3);

    double[] gradient = new double[start.length];
    MODEL.logEvidence(start, observations, gradient);

    double[] expected =
        Cases.differences(
            theta -> MODEL.logEvidence(theta, observations, new double[theta.length]), start);
    assertThat(gradient).containsExactly(expected, within(1e-7 * (1 + Vectors.largest(expected))));
  }

  @Test
  void itsEvidenceForOneObservationIsTheNormalDensity() {
    GpModel model = GpModel.of(Kernel.scaled(Kernel.rbf(0)));
    double[] theta = {Math.log(2), 0, Math.log(0.25), 1};
    var one = Observations.of(new double[][] {{0.3}}, new double[] {2.5});

    double evidence = model.logEvidence(theta, one, new double[4]);

    double expected = -1.5 * 1.5 / (2 * 2.25) - Math.log(2 * Math.PI * 2.25) / 2;
    assertThat(evidence).isCloseTo(expected, within(1e-14));
  }

  @Test
  void itsEvidenceForTwoObservationsIsTheClosedForm() {
    GpModel model = GpModel.of(Kernel.rbf(0));
    double[] theta = {0, Math.log(0.5), 0};
    var two = Observations.of(new double[][] {{0}, {1}}, new double[] {1, -2});
    double covariance = Math.exp(-0.5);
    double determinant = 1.5 * 1.5 - covariance * covariance;

    double evidence = model.logEvidence(theta, two, new double[3]);

    double quadratic = (1.5 * 1 + 1.5 * 4 + 2 * covariance * 2) / determinant;
    double expected = -(quadratic + Math.log(determinant)) / 2 - Math.log(2 * Math.PI);
    assertThat(evidence).isCloseTo(expected, within(1e-14));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void warpingByNothingEqualsNoWarping(long seed) {
    Kernel kernel = Kernel.scaled(Kernel.matern52(0, 1, 2));
    GpModel plain = GpModel.of(kernel);
    GpModel warped = new GpModel(kernel, Warping.of(1, 2));
    Observations observations = observations(seed, 12);
    double[] point = Cases.points(seed + 50, 1, 3)[0];

    GaussianProcess expected = plain.condition(plain.start(), observations);
    GaussianProcess process = warped.condition(warped.start(), observations);

    assertThat(process.logEvidence()).isCloseTo(expected.logEvidence(), within(1e-9));
    assertThat(process.predict(point).mean())
        .isCloseTo(expected.predict(point).mean(), within(1e-11));
  }

  @Test
  void itsEvidenceIsNotANumberWhereThereIsNoFactor() {
    double[] theta = MODEL.start();
    theta[0] = Double.NaN;
    double[] gradient = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

    assertThat(MODEL.logEvidence(theta, observations(1, 5), gradient)).isNaN();
    assertThat(gradient).containsOnly(0);
  }

  @Test
  void itsEvidenceForNoObservationsIsOne() {
    double[] theta = MODEL.start();

    assertThat(MODEL.logEvidence(theta, observations(1, 0), new double[theta.length])).isZero();
  }

  @Test
  void namesTheNumberOfValuesItNeeds() {
    assertThatThrownBy(() -> MODEL.condition(new double[2], observations(1, 0)))
        .hasMessage("theta (2 values) must have one for each of 13 hyperparameters.");
  }
}
