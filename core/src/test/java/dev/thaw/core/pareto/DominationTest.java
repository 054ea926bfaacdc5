package dev.thaw.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: fronts are what their definition says. Method: peeling by brute force, drawn points. */
class DominationTest {

  @Test
  void betterInOneAndEqualInTheOtherDominates() {
    assertThat(Domination.dominates(new double[] {1, 2}, new double[] {1, 3})).isTrue();
    assertThat(Domination.dominates(new double[] {1, 3}, new double[] {1, 2})).isFalse();
  }

  @Test
  void betterInOneAndWorseInTheOtherDoesNot() {
    assertThat(Domination.dominates(new double[] {1, 3}, new double[] {2, 2})).isFalse();
    assertThat(Domination.dominates(new double[] {2, 2}, new double[] {1, 3})).isFalse();
  }

  @Test
  void equalPointsDoNotDominateEachOtherAndShareAFront() {
    double[][] twins = {{1, 1}, {1, 1}, {0.0, 2}, {-0.0, 2}};

    assertThat(Domination.dominates(twins[0], twins[1])).isFalse();
    assertThat(Domination.fronts(twins)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void whatIsNotANumberIsAsBadAsInfinity() {
    double[][] points = {{1, Double.NaN}, {1, Double.POSITIVE_INFINITY}, {1, 9}, {Double.NaN, 0}};

    assertThat(Domination.fronts(points)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void pointsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> Domination.dominates(new double[] {1}, new double[] {1, 2}))
        .hasMessage("points must have as many objectives each, and have 1 and 2.");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void frontsAreThoseThatPeelingFinds(long seed) {
    int objectives = 1 + (int) (seed % 4);
    double[][] points = Points.drawn(seed, 120, objectives);

    assertThat(Domination.fronts(points)).isEqualTo(peeled(points));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void theOrderOfThePointsDoesNotMatter(long seed) {
    double[][] points = Points.drawn(seed, 60, 3);
    double[][] reversed = new double[60][];
    for (int i = 0; i < 60; i++) {
      reversed[i] = points[59 - i];
    }

    int[] fronts = Domination.fronts(points);
    int[] backwards = Domination.fronts(reversed);

    for (int i = 0; i < 60; i++) {
      assertThat(backwards[59 - i]).isEqualTo(fronts[i]);
    }
  }

  private static int[] peeled(double[][] points) {
    int[] front = new int[points.length];
    Arrays.fill(front, -1);
    for (int next = 0; Arrays.stream(front).anyMatch(f -> f < 0); next++) {
      int[] before = front.clone();
      for (int i = 0; i < points.length; i++) {
        double[] point = points[i];
        boolean dominated = false;
        for (int j = 0; j < points.length; j++) {
          dominated |= before[j] < 0 && Domination.dominates(points[j], point);
        }
        if (before[i] < 0 && !dominated) {
          front[i] = next;
        }
      }
    }
    return front;
  }

  /** Points on a coarse grid, so that ties are common, some of them with a NaN or an infinity. */
  static final class Points {
    private Points() {}

    static double[][] drawn(long seed, int count, int objectives) {
      double[][] points = new double[count][objectives];
      for (int i = 0; i < count; i++) {
        Draws draws = Draws.of(seed, "points", i);
        for (int k = 0; k < objectives; k++) {
          double special = draws.uniform(2 * k);
          points[i][k] =
              special < 0.02
                  ? Double.NaN
                  : special < 0.04 ? Double.POSITIVE_INFINITY : draws.below(9, 2 * k + 1);
        }
      }
      return points;
    }
  }
}
