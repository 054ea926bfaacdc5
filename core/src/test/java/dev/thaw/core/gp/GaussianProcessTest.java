package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianProcessTest {
  private static final GpModel MODEL =
      new GpModel(
          Kernel.scaled(Kernel.product(Kernel.matern52(0, 1), Kernel.hyperdynTime(2))),
          Warping.of(0));
  private static final double[] THETA = {0.2, -0.4, -0.9, 0.3, 0.5, 0.3, -0.2, -4, 0.7};
  private static final double[] POINT = {0.4, 0.6, 0.5};

  private static GaussianProcess process(double[][] points, double[] targets) {
    return MODEL.condition(THETA, Observations.of(points, targets));
  }

  private static GaussianProcess process(long seed, int count) {
    return process(Cases.points(seed, count, 3), Cases.vector(seed, count));
  }

  /** Mean and covariance by an explicit inverse. */
  private static Normal.Joint naive(double[][] points, double[] targets, double[][] at) {
    GpModel.Bound model = MODEL.at(THETA);
    DMatrixRMaj inverse = model.covariance().matrix(model.warp(points));
    for (int i = 0; i < points.length; i++) {
      inverse.add(i, i, model.noise());
    }
    CommonOps_DDRM.invert(inverse);
    var cross = new DMatrixRMaj(model.covariance().matrix(model.warp(at), model.warp(points)));
    var gain = new DMatrixRMaj(at.length, points.length);
    CommonOps_DDRM.mult(cross, inverse, gain);
    double[] residuals = Arrays.stream(targets).map(y -> y - model.mean()).toArray();
    double[] means = Cases.times(gain, residuals);
    Arrays.setAll(means, j -> means[j] + model.mean());
    DMatrixRMaj covariance = model.covariance().matrix(model.warp(at));
    CommonOps_DDRM.multAddTransB(-1, gain, cross, covariance);
    return new Normal.Joint(means, covariance);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void predictsAsAnExplicitInverseDoes(long seed) {
    double[][] points = Cases.points(seed, 25, 3);
    double[] targets = Cases.vector(seed, 25);
    double[][] at = Cases.points(seed + 100, 70, 3);

    Normal.Joint joint = process(points, targets).predictJointly(at);

    Normal.Joint expected = naive(points, targets, at);
    assertThat(joint.means()).containsExactly(expected.means(), within(1e-9));
    assertThat(Cases.distance(joint.covariance(), expected.covariance())).isLessThan(1e-9);
  }

  @Test
  void predictsOnePointAsItDoesManyAndAllTogether() {
    GaussianProcess process = process(3, 20);
    double[][] at = Cases.points(7, 9, 3);

    List<Normal> each = process.predict(at);

    Normal.Joint joint = process.predictJointly(at);
    for (int j = 0; j < at.length; j++) {
      Normal alone = process.predict(at[j]);
      assertThat(each.get(j).mean()).isCloseTo(alone.mean(), within(1e-12));
      assertThat(each.get(j).variance()).isCloseTo(alone.variance(), within(1e-12));
      assertThat(joint.means()[j]).isCloseTo(alone.mean(), within(1e-12));
      assertThat(joint.covariance().get(j, j)).isCloseTo(alone.variance(), within(1e-12));
    }
  }

  @Test
  void predictsItsPriorWithoutObservations() {
    GaussianProcess process = process(1, 0);

    Normal prediction = process.predict(POINT);

    assertThat(prediction.mean()).isEqualTo(0.7);
    assertThat(prediction.variance()).isCloseTo(Math.exp(0.2), within(1e-14));
    assertThat(process.predict(new double[][] {POINT})).containsExactly(prediction);
    assertThat(process.logEvidence()).isZero();
  }

  @Test
  void leavesOneOutAsIfItHadNeverSeenIt() {
    double[][] points = Cases.points(2, 8, 3);
    double[] targets = Cases.vector(2, 8);

    List<Normal> left = process(points, targets).leaveOneOut();

    for (int i = 0; i < 8; i++) {
      GaussianProcess others = process(points, targets);
      others.delete(i);
      Normal expected = others.predict(points[i]);
      assertThat(left.get(i).mean()).isCloseTo(expected.mean(), within(1e-10));
      assertThat(left.get(i).variance())
          .isCloseTo(expected.variance() + others.noise(), within(1e-10));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void comingAndGoingLeavesNoTrace(long seed) {
    Draws draws = Draws.of(seed, "coming and going", 0);
    GaussianProcess process = process(1, 0);
    var points = new ArrayList<double[]>();
    var targets = new ArrayList<Double>();
    for (int i = 0; i < 200; i++) {
      if (points.isEmpty() || draws.uniform(i) < 0.65) {
        points.add(Cases.points(draws.bits(i), 1, 3)[0]);
        targets.add(draws.normal(i));
        assertThat(process.append(points.getLast(), targets.getLast())).isTrue();
      } else {
        int index = draws.below(points.size(), i);
        points.remove(index);
        targets.remove(index);
        process.delete(index);
      }
    }

    double[] values = targets.stream().mapToDouble(Double::doubleValue).toArray();
    GaussianProcess fresh = process(points.toArray(double[][]::new), values);

    Normal prediction = process.predict(POINT);
    assertThat(process.logEvidence()).isCloseTo(fresh.logEvidence(), within(1e-8));
    assertThat(prediction.mean()).isCloseTo(fresh.predict(POINT).mean(), within(1e-9));
    assertThat(prediction.variance()).isCloseTo(fresh.predict(POINT).variance(), within(1e-9));
    assertThat(process.report()).isEqualTo(fresh.report());
  }

  @Test
  void itsCopyGoesItsOwnWay() {
    GaussianProcess process = process(3, 10);
    Normal before = process.predict(POINT);

    GaussianProcess copy = process.copy();
    copy.append(POINT, 9);
    copy.delete(0);
    copy.delete(4);

    assertThat(copy.size()).isEqualTo(9);
    assertThat(copy.predict(POINT)).isNotEqualTo(before);
    assertThat(process.predict(POINT)).isEqualTo(before);
    assertThat(process.size()).isEqualTo(10);
  }

  @Test
  void dropsWhatIsNotFinite() {
    double[][] points = Cases.points(3, 6, 3);
    double[] targets = Cases.vector(3, 6);
    points[1][2] = Double.NaN;
    targets[4] = Double.POSITIVE_INFINITY;

    GaussianProcess process = process(points, targets);
    boolean taken = process.append(POINT, Double.NaN);

    assertThat(taken).isFalse();
    assertThat(process.report()).isEqualTo(new GaussianProcess.Report(4, 3, 0, 0, false));
    assertThat(process.predict(POINT).mean()).isFinite();
  }

  @Test
  void dropsAPointOutsideTheKernelsDomain() {
    GpModel model = GpModel.of(Kernel.freezeThawTime(0));
    var observations = Observations.of(new double[][] {{-50}, {2}}, new double[] {1, 2});

    GaussianProcess process = model.condition(model.start(), observations);

    assertThat(process.report().dropped()).isEqualTo(1);
    assertThat(process.predict(new double[] {3}).mean()).isBetween(0.5, 2.0);
  }

  @Test
  void addsJitterForDuplicatesWithoutNoise() {
    double[] theta = THETA.clone();
    theta[7] = -80;
    double[][] points = {POINT, POINT, POINT};
    var observations = Observations.of(points, new double[] {1, 2, 3});

    GaussianProcess process = MODEL.condition(theta, observations);

    assertThat(process.report().jitter()).isPositive();
    assertThat(process.predict(POINT).mean()).isCloseTo(2, within(1e-6));
  }

  @Test
  void factorsAfreshWhenADuplicateArrivesWithoutNoise() {
    double[] theta = THETA.clone();
    theta[7] = -80;
    GaussianProcess process =
        MODEL.condition(theta, Observations.of(new double[][] {POINT}, new double[] {1}));

    process.append(POINT, 3);

    assertThat(process.report().rebuilds()).isEqualTo(1);
    assertThat(process.report().jitter()).isPositive();
    assertThat(process.predict(POINT).mean()).isCloseTo(2, within(1e-5));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void survivesCrowdsOfAlmostEqualPointsWithoutNoise(long seed) {
    double[] theta = THETA.clone();
    theta[7] = -80;
    GaussianProcess process =
        MODEL.condition(theta, Observations.of(new double[0][], new double[0]));

    for (int i = 0; i < 60; i++) {
      double[] point = POINT.clone();
      point[1] += Draws.of(seed, "crowd", i).normal(0) * 1e-7;
      process.append(point, Math.sin(i));
      if (i % 3 == 2) {
        process.delete(i / 3);
      }
    }

    Normal prediction = process.predict(new double[] {0.9, 0.1, 0});
    assertThat(process.report().isPriorOnly()).isFalse();
    assertThat(process.report().rebuilds()).isBetween(1, 6);
    assertThat(prediction.mean()).isFinite();
    assertThat(prediction.variance()).isBetween(0.0, Math.exp(0.2));
  }

  @Test
  void predictsItsPriorWhenNothingCanBeFactored() {
    GpModel model = GpModel.of(Kernel.scaled(Kernel.rbf(0)));
    double[] theta = {-800, 0, -800, 0.7};
    var observations = Observations.of(new double[][] {{0}, {1}}, new double[] {5, 6});

    GaussianProcess process = model.condition(theta, observations);
    process.append(new double[] {2}, 7);
    process.delete(0);

    assertThat(process.report()).isEqualTo(new GaussianProcess.Report(2, 0, 0, 2, true));
    assertThat(process.predict(new double[] {0})).isEqualTo(new Normal(0.7, 0));
    assertThat(process.leaveOneOut()).isEmpty();
  }
}
