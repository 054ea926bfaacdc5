package dev.thaw.benchmarks.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Goal: the made-up problem has the dimension and the optimum that it is described with. */
class NineteenParametersTest {

  private static double[] optimum() {
    double[] point = new double[NineteenParameters.SPACE.dimension()];
    for (int j = 0; j < point.length; j++) {
      boolean isKind = NineteenParameters.SPACE.coordinate(j) instanceof CategoricalParameter;
      point[j] = isKind ? (j % 3 + 0.5) / 3 : (0.15 + 0.37 * j) % 0.7 + 0.15;
    }
    return point;
  }

  private static double error(double[] point) {
    return NineteenParameters.error(NineteenParameters.SPACE.decode(point));
  }

  @Test
  void hasNineteenParametersOfThreeKinds() {
    assertThat(NineteenParameters.SPACE.dimension()).isEqualTo(19);
    assertThat(NineteenParameters.SPACE.parameters())
        .extracting(parameter -> parameter.getClass().getSimpleName())
        .contains("RealParameter", "IntegerParameter", "CategoricalParameter");
  }

  @Test
  void isLeastAtItsOptimumUpToTheRoundingOfWholeNumbers() {
    assertThat(error(optimum())).isBetween(0.1, 0.11);
  }

  @Test
  void isNowhereLess() {
    for (int i = 0; i < 2_000; i++) {
      double[] point = optimum();
      Draws draws = Draws.of(1, "point", i);
      double radius = i % 2 == 0 ? 0.05 : 1;
      Arrays.setAll(
          point, j -> Math.clamp(point[j] + radius * (2 * draws.uniform(j) - 1), 0.0, 1.0));
      assertThat(error(point)).isGreaterThanOrEqualTo(0.1);
    }
  }
}
