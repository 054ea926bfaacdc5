package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a fit climbs the right hill. Method: differences, dense evidence, and odd data. */
class CurveFitTest {

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("dev.thaw.core.surrogate.CurveModelTest#cases")
  void theGradientIsThatOfTheDenseEvidence(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(8, irregular);
    double[] gradient = new double[theta.vector().length];

    double value = Evidence.at(theta, curves, gradient);

    assertThat(value).isCloseTo(dense(theta.vector(), curves), within(1e-9));
    for (int i = 0; i < gradient.length; i++) {
      double[] up = theta.vector();
      double[] down = theta.vector();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double difference = (dense(up, curves) - dense(down, curves)) / 2e-5;
      assertThat(gradient[i])
          .as("slope %d", i)
          .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
    }
  }

  private static double dense(double[] vector, List<CurveData> curves) {
    return new DenseCurves(CurveHyperparameters.of(vector, RandomCurves.INPUTS), curves)
        .logEvidence();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void raisesTheEvidence(long seed) {
    RandomCurves random = new RandomCurves(seed);
    List<CurveData> curves = random.curves(30, false);

    CurveFit.Report first =
        CurveFit.first().fit(CurveHyperparameters.initial(RandomCurves.INPUTS, 1), curves);
    CurveFit.Report warm = CurveFit.warm().fit(first.hyperparameters(), curves);

    assertThat(first.after()).isGreaterThan(first.before() + 10);
    assertThat(first.steps()).isBetween(5, 25);
    assertThat(first.trials()).isBetween(20, 30);
    assertThat(warm.before()).isEqualTo(first.after());
    assertThat(warm.after()).isGreaterThanOrEqualTo(first.after());
  }

  @Test
  void givesTheSameBitsForTheSameCurves() {
    List<CurveData> curves = new RandomCurves(5).curves(20, true);
    CurveHyperparameters start = CurveHyperparameters.initial(RandomCurves.INPUTS, 2);

    assertThat(CurveFit.first().fit(start, curves)).isEqualTo(CurveFit.first().fit(start, curves));
  }

  @Test
  void staysWithinTheBox() {
    List<CurveData> curves = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      // Curves that fall like t^-4 without noise ask for a large alpha.
      double[] values = new double[12];
      for (int t = 1; t <= 12; t++) {
        values[t - 1] = n / 20.0 + 5 * Math.pow(t, -4);
      }
      curves.add(CurveData.of(new double[] {n / 20.0}, values));
    }

    CurveHyperparameters theta =
        CurveFit.first().fit(CurveHyperparameters.initial(1, 1), curves).hyperparameters();

    assertThat(theta.alpha()).isLessThanOrEqualTo(1.65 + 1e-12);
    assertThat(theta.noiseVariance()).isGreaterThanOrEqualTo(1e-4 - 1e-18);
  }

  @Test
  void looksAtNoMoreTrialsThanItMay() {
    List<CurveData> curves = new RandomCurves(3).curves(200, false);

    CurveFit.Report report =
        new CurveFit(2, 80).fit(CurveHyperparameters.initial(RandomCurves.INPUTS, 1), curves);

    assertThat(report.trials()).isEqualTo(80);
  }

  @Test
  void returnsTheModeOfThePriorWithoutData() {
    CurveHyperparameters theta =
        CurveFit.first().fit(CurveHyperparameters.initial(1, 1), List.of()).hyperparameters();

    assertThat(theta.beta()).isCloseTo(4, within(0.01));
    assertThat(theta.curveVariance()).isCloseTo(0.1, within(0.01));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {0, 1e-300, 1e90, 1e300, Double.NaN})
  void survivesOddValues(double odd) {
    CurveHyperparameters start = CurveHyperparameters.initial(1, 1);
    List<CurveData> curves =
        List.of(CurveData.of(new double[] {0.5}, odd, -odd), CurveData.of(new double[] {0.5}, odd));

    CurveFit.Report report = CurveFit.first().fit(start, curves);

    assertThat(report.after()).isGreaterThanOrEqualTo(report.before());
    for (double number : report.hyperparameters().vector()) {
      assertThat(number).isFinite();
    }
  }
}
