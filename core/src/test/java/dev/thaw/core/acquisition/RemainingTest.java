package dev.thaw.core.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemainingTest {
  private static final double[] DEVIATIONS = {0.1, 0.1, 0.1};
  private static final double[] SECONDS = {1, 10, 100};

  @Test
  void findsTheMinimumOfACurveThatWillRise() {
    Remaining.Best best =
        Remaining.point(new double[] {0.5, 0.2, 0.6}, DEVIATIONS, 0.4, SECONDS, 0);

    assertThat(best.point()).isEqualTo(1);
    assertThat(best.logScore()).isEqualTo(Acquisition.logExpectedImprovement(0.2, 0.1, 0.4));
  }

  @Test
  void paysOnlyToTheEpochWhereTheWorthIs() {
    double[] means = {0.2, 0.15, 0.1};

    assertThat(Remaining.point(means, DEVIATIONS, 0.4, SECONDS, 0).point()).isEqualTo(2);
    assertThat(Remaining.point(means, DEVIATIONS, 0.4, SECONDS, 1).point()).isEqualTo(0);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    double nan = Double.NaN;

    assertThat(Remaining.point(new double[0], new double[0], 0, new double[0], 1))
        .isEqualTo(Remaining.Best.NONE);
    assertThat(Remaining.point(new double[] {nan}, new double[] {nan}, 0, SECONDS, 1).point())
        .isEqualTo(-1);
    assertThat(Remaining.minimum(List.of(), 0, SECONDS, 1)).isEqualTo(Remaining.Best.NONE);
  }

  @Test
  void averagesTheImprovementOfTheMinimumOverDraws() {
    List<double[]> draws = List.of(new double[] {1, 0.5, 0.9}, new double[] {2, 3, 0.2});

    assertThat(Remaining.expectedImprovementOfMinimum(draws, 1)).isCloseTo(0.65, within(1e-15));
    assertThat(Remaining.minimum(draws, 1, SECONDS, 0).point()).isEqualTo(2);
    assertThat(Remaining.minimum(draws, 1, SECONDS, 1))
        .isEqualTo(new Remaining.Best(1, Math.log(0.25) - Math.log(10)));
  }

  @Test
  void doesNotTakeNaNForAnImprovement() {
    List<double[]> draws = List.of(new double[] {Double.NaN, 0.5});

    assertThat(Remaining.expectedImprovementOfMinimum(draws, 1)).isEqualTo(0.5);
  }
}
