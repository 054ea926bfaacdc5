package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each measure is the quantity that it is named for. */
class MeasureTest {

  private static double worth(Measure measure, double mean, double deviation, double best) {
    return measure.worth(mean, deviation, best, 2);
  }

  @ParameterizedTest(name = "u = {0}")
  @ValueSource(doubles = {-8, -3, -0.5, 0, 1, 4})
  void theLogarithmOfTheExpectedImprovementIsThat(double u) {
    double improvement = worth(Measure.EXPECTED_IMPROVEMENT, 1, 0.5, 1 + 0.5 * u);

    assertThat(worth(Measure.LOG_EXPECTED_IMPROVEMENT, 1, 0.5, 1 + 0.5 * u))
        .isCloseTo(Math.log(improvement), within(1e-12));
  }

  @Test
  void theExpectedImprovementOnTheMeanIsTheDensityAtZero() {
    assertThat(worth(Measure.EXPECTED_IMPROVEMENT, 0, 1, 0))
        .isCloseTo(0.3989422804014327, within(1e-15));
  }

  @Test
  void improvementOnTheMeanIsAsProbableAsNot() {
    assertThat(worth(Measure.PROBABILITY_OF_IMPROVEMENT, 3, 1, 3))
        .isCloseTo(Math.log(0.5), within(1e-15));
  }

  @Test
  void theBoundIsTwoDeviationsBelowTheMean() {
    assertThat(worth(Measure.CONFIDENCE_BOUND, 3, 0.5, 0)).isEqualTo(-2);
  }

  @Test
  void exploitationAndExplorationLookAtOneThingOnly() {
    assertThat(worth(Measure.LOWEST_MEAN, 3, 0.5, 0)).isEqualTo(-3);
    assertThat(worth(Measure.HIGHEST_VARIANCE, 3, 0.5, 0)).isEqualTo(0.25);
  }
}
