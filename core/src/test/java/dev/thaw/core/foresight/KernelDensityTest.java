package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the density is high where the data are, and draws come from there. */
class KernelDensityTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));
  private static final SearchSpace CHOICE =
      SearchSpace.of(CategoricalParameter.of("kind", "a", "b", "c", "d"));

  private static double[][] column(double... values) {
    double[][] points = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      points[i] = new double[] {values[i]};
    }
    return points;
  }

  @Test
  void aSingleDatumHasTheLeastBandwidth() {
    KernelDensity density = KernelDensity.of(LINE, column(0.5), 0, 1);

    double peak = 1 / (1e-3 * Math.sqrt(2 * Math.PI));
    assertThat(density.at(new double[] {0.5})).isCloseTo(peak, within(1e-9 * peak));
  }

  @Test
  void bandwidthsFollowTheNormalReferenceRule() {
    KernelDensity density = KernelDensity.of(LINE, column(0.4, 0.6), 0, 2);

    double width = 1.06 * 0.1 * Math.pow(2, -1.0 / 5);
    double kernel = Math.exp(-0.5 * Math.pow(0.1 / width, 2)) / (width * Math.sqrt(2 * Math.PI));
    assertThat(density.at(new double[] {0.5})).isCloseTo(kernel, within(1e-9));
  }

  @Test
  void onlyTheGivenRangeOfPointsCounts() {
    KernelDensity density = KernelDensity.of(LINE, column(0.1, 0.9, 0.91), 1, 3);

    assertThat(density.at(new double[] {0.1})).isLessThan(1e-6);
  }

  @Test
  void theChancesOfAllChoicesAddUpToOne() {
    KernelDensity density = KernelDensity.of(CHOICE, column(0.125, 0.125, 0.375), 0, 3);

    double sum = 0;
    for (int choice = 0; choice < 4; choice++) {
      sum += density.at(new double[] {(choice + 0.5) / 4});
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(density.at(new double[] {0.125})).isGreaterThan(density.at(new double[] {0.875}));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void drawsStayInTheCubeAndNearTheData(long seed) {
    KernelDensity density = KernelDensity.of(LINE, column(0.0, 0.02, 0.04), 0, 3);

    for (int i = 0; i < 200; i++) {
      double drawn = density.sample(Draws.of(seed, "test", i), 3, 1_000)[0];
      assertThat(drawn).isBetween(0.0, 0.4);
    }
  }
}
