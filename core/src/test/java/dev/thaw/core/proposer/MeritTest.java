package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Goal: HORD's merit is the published weighing of value and distance. */
class MeritTest {

  @Test
  void weighsValuesAndDistancesAsSharesOfTheirRanges() {
    double[] merits = Merit.of(new double[] {2, 4, 3}, new double[] {0.1, 0.5, 0.2}, 0.3);

    assertThat(merits)
        .containsExactly(new double[] {0.7, 0.3, 0.3 * 0.5 + 0.7 * 0.75}, within(1e-15));
  }

  @Test
  void ofGreatWeightPrefersTheLowestValueOfLittleWeightTheFarthest() {
    double[] values = {1, 2};
    double[] distances = {0.1, 0.9};

    assertThat(Merit.of(values, distances, 0.95)[0])
        .isLessThan(Merit.of(values, distances, 0.95)[1]);
    assertThat(Merit.of(values, distances, 0.3)[0])
        .isGreaterThan(Merit.of(values, distances, 0.3)[1]);
  }

  @Test
  void isTheSameForAllWhereNothingDiffers() {
    assertThat(Merit.of(new double[] {2, 2}, new double[] {1, 1}, 0.5)).containsExactly(1, 1);
  }
}
