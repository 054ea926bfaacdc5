package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the surrogate of HORD goes through what is known, and is what its equations say. */
class CubicRbfTest {

  private static final double[][] POINTS = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.3, 0.6}};
  private static final double[] VALUES = {1, 2, 0, -1, 0.5};

  @Test
  void goesThroughItsPoints() {
    CubicRbf rbf = CubicRbf.of(POINTS, VALUES);

    for (int i = 0; i < POINTS.length; i++) {
      assertThat(rbf.at(POINTS[i])).isCloseTo(VALUES[i], within(1e-5));
    }
  }

  /** Solved by another library, numpy 2.4. */
  @ParameterizedTest(name = "at ({0}, {1})")
  @CsvSource({
    "0.5, 0.5, 0.6554466289104139",
    "0.2, 0.9, 0.04754906131005347",
    "1, 0.25, 1.31753087599519"
  })
  void isTheSolutionOfItsEquations(double x, double y, double expected) {
    assertThat(CubicRbf.of(POINTS, VALUES).at(new double[] {x, y}))
        .isCloseTo(expected, within(1e-10));
  }

  @Test
  void isALinearFunctionEverywhereWhereItsValuesAre() {
    double[] values = Arrays.stream(POINTS).mapToDouble(p -> 3 - 2 * p[0] + 5 * p[1]).toArray();

    assertThat(CubicRbf.of(POINTS, values).at(new double[] {0.7, 0.1}))
        .isCloseTo(3 - 1.4 + 0.5, within(1e-4));
  }

  @Test
  void bearsInputsThatDependOnEachOther() {
    double[][] points = {{1, 0}, {0, 1}, {1, 0}};

    assertThat(CubicRbf.of(points, new double[] {2, 4, 2}).at(new double[] {1, 0}))
        .isCloseTo(2, within(1e-4));
  }

  @Test
  void findsTheSameDistancesFromAFewChangesAsFromAll() {
    Draws draws = Draws.of(1, "points", 0);
    double[][] points = new double[50][6];
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 6; j++) {
        points[i][j] = draws.uniform(6 * i + j);
      }
    }
    double[] other = points[0].clone();
    other[2] = 0.9;
    other[5] = 0.1;
    double[] distances = new NearbyDistances(points, points[0]).from(other);
    for (int i = 0; i < 50; i++) {
      double expected = 0;
      for (int j = 0; j < 6; j++) {
        expected += (other[j] - points[i][j]) * (other[j] - points[i][j]);
      }
      assertThat(distances[i]).isCloseTo(expected, within(1e-14));
    }
  }
}
