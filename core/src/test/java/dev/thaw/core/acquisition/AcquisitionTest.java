package dev.thaw.core.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: scores are right to the last digits everywhere. Method: quadrature and asymptotics. */
class AcquisitionTest {

  /** The integral of (best - y)+ by Simpson's rule on a grid fine enough for 1e-11. */
  private static double improvementByQuadrature(double u) {
    int steps = 40_000;
    double from = Math.min(u, 0) - 12;
    double width = (u - from) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double z = from + i * width;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * (u - z) * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }
    return sum * width / 3;
  }

  @ParameterizedTest(name = "u = {0}")
  @ValueSource(doubles = {-9, -4, -2.5, -1.0001, -0.9999, -0.3, 0, 0.4, 1, 2, 5, 8})
  void expectsTheImprovementThatQuadratureFinds(double u) {
    double expected = improvementByQuadrature(u);

    assertThat(Acquisition.expectedImprovement(1, 0.5, 1 + 0.5 * u) / (0.5 * expected))
        .isCloseTo(1, within(1e-10));
  }

  /** ln EI = ln phi(u) - 2 ln|u| + ln(1 - 3/u^2 + 15/u^4 - ...), exact to 1e-13 from 60 on. */
  @ParameterizedTest(name = "u = {0}")
  @ValueSource(doubles = {-60, -1e2, -1e4, -1e6, -1e8})
  void staysExactFarOutInTheTail(double u) {
    double square = u * u;
    double series = 1 - 3 / square + 15 / (square * square) - 105 / (square * square * square);
    double expected =
        -0.5 * square - 0.5 * Math.log(2 * Math.PI) - Math.log(square) + Math.log(series);

    double actual = Acquisition.logExpectedImprovement(0, 1, u);

    assertThat(actual / expected).isCloseTo(1, within(1e-13));
  }

  @Test
  void risesWithEveryStepOfTheBest() {
    double last = Double.NEGATIVE_INFINITY;
    for (double u = -50; u < 10; u += 0.01) {
      double score = Acquisition.logExpectedImprovement(0, 1, u);
      assertThat(score).as("u = %s", u).isGreaterThan(last);
      last = score;
    }
  }

  @ParameterizedTest(name = "Phi({0}) = {1}")
  @CsvSource({
    "0, 0.5",
    "1, 0.8413447460685429486",
    "-1, 0.1586552539314570514",
    "-2, 0.0227501319481792072",
    "-5, 2.866515718791939117e-7",
    "-10, 7.619853024160526066e-24",
    "3, 0.9986501019683699055"
  })
  void knowsTheNormalDistribution(double u, double probability) {
    assertThat(Acquisition.probabilityOfImprovement(0, 1, u) / probability)
        .isCloseTo(1, within(1e-13));
    assertThat(Acquisition.logProbabilityOfImprovement(0, 1, u))
        .isCloseTo(
            Math.log(new BigDecimal(probability).round(MathContext.DECIMAL64).doubleValue()),
            within(1e-12));
  }

  @Test
  void takesTheLimitWithoutDeviation() {
    assertThat(Acquisition.expectedImprovement(1, 0, 3)).isCloseTo(2, within(1e-15));
    assertThat(Acquisition.expectedImprovement(3, 0, 3)).isZero();
    assertThat(Acquisition.probabilityOfImprovement(1, 0, 3)).isOne();
    assertThat(Acquisition.probabilityOfImprovement(3, 0, 3)).isZero();
  }

  @Test
  void givesTheWorstScoreForWhatIsNoNumber() {
    double nan = Double.NaN;
    assertThat(Acquisition.expectedImprovement(nan, 1, 0)).isZero();
    assertThat(Acquisition.logExpectedImprovement(0, nan, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Acquisition.logExpectedImprovement(0, -1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Acquisition.probabilityOfImprovement(0, 1, nan)).isZero();
    assertThat(Acquisition.confidenceBound(nan, 1, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Acquisition.perSecond(nan, 1, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void prefersTheLowBound() {
    assertThat(Acquisition.confidenceBound(0.5, 0.25, 2)).isZero();
    assertThat(Acquisition.confidenceBound(0.5, 0.5, 2)).isEqualTo(0.5);
  }

  @Test
  void dividesByTheCostLessAndLess() {
    assertThat(Acquisition.perSecond(1, Math.E, 1)).isCloseTo(0, within(1e-15));
    assertThat(Acquisition.perSecond(1, Math.E, 0.5)).isCloseTo(0.5, within(1e-15));
    assertThat(Acquisition.perSecond(1, Double.POSITIVE_INFINITY, 0)).isEqualTo(1);
    assertThat(Acquisition.perSecond(1, Double.NaN, 1)).isEqualTo(1);
    assertThat(Acquisition.coolingExponent(0, 10)).isEqualTo(1);
    assertThat(Acquisition.coolingExponent(4, 10)).isCloseTo(0.6, within(1e-15));
    assertThat(Acquisition.coolingExponent(12, 10)).isZero();
    assertThat(Acquisition.coolingExponent(1, 0)).isZero();
  }
}
