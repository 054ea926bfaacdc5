package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Goal: the model with one basis is that of Swersky, Snoek and Adams. Method: figures of an
 * independent implementation for three short curves.
 */
class GoldenCurvesTest {
  private static final Offset<Double> CLOSE = within(2e-10);

  private static final CurveHyperparameters THETA =
      CurveHyperparameters.of(
          new double[] {Math.log(0.5), Math.log(0.25), 0, 0, 0, Math.log(0.01), 0, 0.5}, 1);

  private static final List<CurveData> CURVES =
      List.of(
          CurveData.of(new double[] {0.1}, 0.9, 0.7, 0.6),
          CurveData.of(new double[] {0.4}, 0.8, 0.5),
          CurveData.of(new double[] {0.9}, 0.95));

  private final CurveModel model = CurveModel.build(THETA, CURVES);

  @Test
  void hasTheEvidence() {
    assertThat(model.logEvidence()).isCloseTo(-1.0973419041674335, within(1e-12));
  }

  @Test
  void compressesEachCurveToPrecisionAndWeightedResidual() {
    double[] precisions = {7.765009129, 5.5555555556, 2.9126213592};
    double[] sums = {-.3898614542, -1.25, 1.3106796117};
    Trials trials = new Trials(THETA);
    for (int n = 0; n < 3; n++) {
      CurveData curve = CURVES.get(n);
      trials.add(curve.point());
      for (int i = 0; i < curve.size(); i++) {
        trials.append(n, curve.epoch(i), curve.value(i));
      }
      Compression compression = trials.get(n).compression();
      double root = compression.row(0)[0];
      assertThat(root * root).isCloseTo(precisions[n], within(1e-9));
      assertThat(root * compression.target(0)).isCloseTo(sums[n], CLOSE);
    }
  }

  @Test
  void predictsTheAsymptotes() {
    double[] means = {.4289538637, .4335371728, .6286271427};
    double[] variances = {.0721423634, .0772741719, .1303229263};
    for (int n = 0; n < 3; n++) {
      Prediction asymptote = model.predict(n, Double.POSITIVE_INFINITY);
      assertThat(asymptote.mean()).isCloseTo(means[n], CLOSE);
      assertThat(asymptote.variance()).isCloseTo(variances[n], CLOSE);
    }
  }

  @Test
  void predictsHowAsymptotesVaryTogether() {
    JointPrediction joint =
        model.joint(
            List.of(
                new Query.Known(0, Double.POSITIVE_INFINITY),
                new Query.Known(1, Double.POSITIVE_INFINITY),
                new Query.Known(2, Double.POSITIVE_INFINITY)));

    assertThat(joint.covariance(0, 1)).isCloseTo(.0352546194, CLOSE);
    assertThat(joint.covariance(0, 2)).isCloseTo(.0008756256, CLOSE);
    assertThat(joint.covariance(1, 2)).isCloseTo(.0334744696, CLOSE);
  }

  @Test
  void predictsANewCurve() {
    double[] point = {0.65};

    assertThat(model.predictNew(point, Double.POSITIVE_INFINITY).mean())
        .isCloseTo(.5303839659, CLOSE);
    assertThat(model.predictNew(point, Double.POSITIVE_INFINITY).variance())
        .isCloseTo(.1108058011, CLOSE);
    assertThat(model.predictNew(point, 1).variance()).isCloseTo(.4441391345, CLOSE);
  }

  @Test
  void predictsTheFutureOfOldCurves() {
    assertPrediction(0, 4, .5741493230, .0093985961);
    assertPrediction(0, 10, .4759154208, .0296460354);
    assertPrediction(1, 3, .4962625460, .0140315287);
    assertPrediction(2, 2, .8626365048, .0275919667);
  }

  private void assertPrediction(int trial, double epoch, double mean, double variance) {
    assertThat(model.predict(trial, epoch).mean()).isCloseTo(mean, CLOSE);
    assertThat(model.predict(trial, epoch).variance()).isCloseTo(variance, CLOSE);
  }
}
