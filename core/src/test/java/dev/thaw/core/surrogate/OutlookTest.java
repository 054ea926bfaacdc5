package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.surrogate.Outlook.Tails;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutlookTest {

  private static final Prediction PREDICTION = new Prediction(-0.5, 0.03, 0.01);

  private static double scale(int age, double epoch, double informed) {
    return Outlook.of(PREDICTION, age, epoch, 51, informed).scale();
  }

  /** Table of Student's distribution with 4 and 2 degrees of freedom. */
  @ParameterizedTest(name = "{0}: quantile {1} of the standard outlook is {2}")
  @CsvSource({
    "MODERATE, 0.5, 0",
    "MODERATE, 0.75, 0.740697084",
    "MODERATE, 0.9, 1.533206274",
    "MODERATE, 0.95, 2.131846782",
    "MODERATE, 0.975, 2.776445105",
    "MODERATE, 0.025, -2.776445105",
    "HEAVY, 0.5, 0",
    "HEAVY, 0.75, 0.816496581",
    "HEAVY, 0.95, 2.919985580",
    "HEAVY, 0.025, -4.302652730"
  })
  void quantilesAreThoseOfStudentsTable(Tails tails, double probability, double expected) {
    assertThat(new Outlook(0, 1, tails).quantile(probability)).isCloseTo(expected, within(1e-8));
    assertThat(new Outlook(3, 2, tails).quantile(probability))
        .isCloseTo(3 + 2 * expected, within(1e-7));
  }

  @ParameterizedTest
  @EnumSource(Tails.class)
  void nothingLiesBeyondTheQuantilesOfNoughtAndOne(Tails tails) {
    assertThat(new Outlook(0, 1, tails).quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(new Outlook(0, 1, tails).quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest(name = "{0}, scale {1}")
  @CsvSource({"MODERATE, 0.2", "MODERATE, 1", "MODERATE, 3", "HEAVY, 0.2", "HEAVY, 3"})
  void theDensityIsTheSlopeOfTheProbability(Tails tails, double scale) {
    var outlook = new Outlook(0.7, scale, tails);
    for (double p : List.of(0.02, 0.3, 0.5, 0.8, 0.99)) {
      double step = 1e-5;
      double width = outlook.quantile(p + step) - outlook.quantile(p - step);
      assertThat(Math.exp(outlook.logDensity(outlook.quantile(p))))
          .as("at %s", p)
          .isCloseTo(2 * step / width, within(1e-5 / scale));
    }
  }

  @Test
  void keepsTheMeanOfThePrediction() {
    assertThat(Outlook.of(PREDICTION, 5, 51, 51, 0.3).mean()).isEqualTo(-0.5);
  }

  /** ln 51 / ln 102 = 0.850129; -1 + h ln 10 = 0.957495. */
  @Test
  void afterOneEpochFarFromTheEndTheScaleIsOverTwiceTheDeviation() {
    assertThat(scale(1, 51, 0.02)).isCloseTo(0.2 * Math.exp(0.957495), within(1e-6));
  }

  @Test
  void tailsAreHeavierWhereManyCurvesAreKnownForLong() {
    assertThat(Outlook.of(PREDICTION, 5, 51, 51, 0.1).tails()).isEqualTo(Tails.MODERATE);
    assertThat(Outlook.of(PREDICTION, 5, 51, 51, 0.3).tails()).isEqualTo(Tails.HEAVY);
  }

  @Test
  void isWiderTheFewerCurvesAreKnownForLong() {
    assertThat(scale(5, 51, 0.1)).isGreaterThan(scale(5, 51, 0.3));
    assertThat(scale(5, 51, 0.3)).isGreaterThan(scale(5, 51, 0.9));
  }

  @Test
  void ofWhatIsNearItIsSurerThanTheModel() {
    assertThat(scale(50, 51, 0.3)).isLessThan(PREDICTION.observedDeviation());
  }

  @Test
  void aNewConfigurationIsAsOneThatIsKnownForTwoEpochs() {
    assertThat(scale(0, 51, 0.1)).isEqualTo(scale(2, 51, 0.1)).isLessThan(scale(1, 51, 0.1));
  }

  @Test
  void anEpochThatIsKnownIsAsTheNext() {
    assertThat(scale(20, 3, 0.3)).isEqualTo(scale(20, 20, 0.3));
  }

  @ParameterizedTest(name = "age {0}, epoch {1}, end {2}, informed {3}")
  @CsvSource({"0, 1, 1, 0", "0, 1, 1, 1", "0, 1000000, 1000000, 0", "3, 3, 3, 7"})
  void isFiniteAtTheEdges(int age, double epoch, int end, double informed) {
    Outlook outlook = Outlook.of(new Prediction(0, 0, 0), age, epoch, end, informed);

    assertThat(outlook.scale()).isPositive().isFinite();
    assertThat(outlook.logDensity(0)).isFinite();
  }

  @Test
  void countsTheCurvesThatAreKnownToAQuarter() {
    var theta = CurveHyperparameters.initial(1, 1);
    var model =
        CurveModel.build(
            theta,
            List.of(
                CurveData.of(new double[] {0.1}, 1, 1, 1),
                CurveData.of(new double[] {0.2}, 1, 1),
                CurveData.of(new double[] {0.3}, 1),
                CurveData.of(new double[] {0.4})));

    assertThat(Outlook.informed(model, 12)).isEqualTo((1 + 0.5) / (3 + 1));
    assertThat(Outlook.informed(model, 8)).isEqualTo((2 + 0.5) / (3 + 1));
  }
}
