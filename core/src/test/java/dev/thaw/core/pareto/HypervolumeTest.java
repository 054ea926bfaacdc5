package dev.thaw.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: volumes are exact. Method: hand-made cases, counting the cells of a grid. */
class HypervolumeTest {

  @Test
  void oneBoxIsTheProductOfItsSides() {
    assertThat(Hypervolume.of(new double[][] {{1, 2}}, new double[] {4, 4})).isEqualTo(6);
    assertThat(Hypervolume.of(new double[][] {{1, 2, 3}}, new double[] {4, 4, 4})).isEqualTo(6);
    assertThat(Hypervolume.of(new double[][] {{3}, {1}}, new double[] {4})).isEqualTo(3);
  }

  @Test
  void whatIsSharedCountsOnce() {
    double[][] stairs = {{0, 2}, {1, 1}, {2, 0}};

    assertThat(Hypervolume.of(stairs, new double[] {3, 3})).isEqualTo(6);
  }

  @Test
  void whatDoesNotBeatTheReferenceAddsNothing() {
    double[][] outside = {{3, 0}, {0, 5}, {Double.NaN, 0}, {-1, Double.POSITIVE_INFINITY}};

    assertThat(Hypervolume.of(outside, new double[] {3, 3})).isZero();
    assertThat(Hypervolume.of(new double[0][], new double[] {3, 3})).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void pointsOfAGridDominateTheCellsThatCountingFinds(long seed) {
    int objectives = 2 + (int) (seed % 2);
    double[][] points = DominationTest.Points.drawn(seed, 15, objectives);
    double[] reference = new double[objectives];
    Arrays.fill(reference, 8);

    assertThat(Hypervolume.of(points, reference)).isEqualTo(cells(points, objectives));
  }

  /** How many unit cells of [0, 8]^d some point dominates. */
  private static double cells(double[][] points, int objectives) {
    int count = 0;
    for (int cell = 0; cell < Math.pow(8, objectives); cell++) {
      int rest = cell;
      double[] corner = new double[objectives];
      for (int k = 0; k < objectives; k++) {
        corner[k] = rest % 8;
        rest /= 8;
      }
      if (Arrays.stream(points).anyMatch(point -> isBelow(point, corner))) {
        count++;
      }
    }
    return count;
  }

  private static boolean isBelow(double[] point, double[] corner) {
    for (int k = 0; k < corner.length; k++) {
      if (!(point[k] <= corner[k])) {
        return false;
      }
    }
    return true;
  }

  @Test
  void whatAPointAddsIsWhatTheOthersDoNotDominate() {
    double[][] others = {{0, 2}, {2, 0}};

    assertThat(Hypervolume.added(new double[] {1, 1}, others, new double[] {3, 3})).isEqualTo(1);
    assertThat(Hypervolume.added(new double[] {2, 2}, others, new double[] {3, 3})).isZero();
  }

  @Test
  void moreThanThreeObjectivesAreRefused() {
    assertThatThrownBy(() -> Hypervolume.of(new double[0][], new double[4]))
        .hasMessage("reference (4 objectives) must have 1 to 3.");
    assertThatThrownBy(() -> Hypervolume.of(new double[0][], new double[] {Double.NaN}))
        .hasMessage("reference ([NaN]) must be finite.");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theExpectedImprovementIsTheMeanOfWhatDrawsAdd(long seed) {
    Draws draws = Draws.of(seed, "front", 0);
    double[][] front = new double[6][2];
    for (int i = 0; i < 6; i++) {
      front[i] = new double[] {draws.uniform(2 * i), draws.uniform(2 * i + 1)};
    }
    double[] reference = {1.2, 1.1};
    double[] mean = {draws.uniform(20), draws.uniform(21)};
    double[] deviation = {0.05 + 0.4 * draws.uniform(22), 0.05 + 0.4 * draws.uniform(23)};
    int count = 40_000;
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < count; n++) {
      Draws own = Draws.of(seed, "sample", n);
      double[] drawn = {
        mean[0] + deviation[0] * own.normal(0), mean[1] + deviation[1] * own.normal(1)
      };
      double added = Hypervolume.added(drawn, front, reference);
      sum += added;
      squares += added * added;
    }
    double average = sum / count;
    double error = Math.sqrt((squares / count - average * average) / count);

    assertThat(HypervolumeImprovement.expected(front, reference, mean, deviation))
        .isCloseTo(average, within(4 * error));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anOutcomeThatIsKnownImprovesByWhatItAdds(long seed) {
    double[][] points = DominationTest.Points.drawn(seed, 12, 2);
    double[] known = {2.5, 3.5};
    double[] reference = {7, 8};

    assertThat(HypervolumeImprovement.expected(points, reference, known, new double[2]))
        .isCloseTo(Hypervolume.added(known, points, reference), within(1e-12));
  }

  @Test
  void withNothingKnownItIsTheProductOfTheExpectedImprovements() {
    double both =
        HypervolumeImprovement.expected(
            new double[0][], new double[2], new double[2], new double[] {1, 2});

    assertThat(both).isCloseTo(2 / (2 * Math.PI), within(1e-14));
  }

  @Test
  void aMeanThatIsNotANumberPromisesNothing() {
    double[][] front = {{1, 1}};
    double[] nowhere = {Double.NaN, 0};

    assertThat(
            HypervolumeImprovement.expected(
                front, new double[] {2, 2}, nowhere, new double[] {1, 1}))
        .isZero();
  }
}
