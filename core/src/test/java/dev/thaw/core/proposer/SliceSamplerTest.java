package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: hyperparameters are drawn from the posterior. Method: known moments, fixed seeds. */
class SliceSamplerTest {

  @Test
  void drawsFromANormalDistribution() {
    var sampler = new SliceSampler(x -> -(x[0] - 3) * (x[0] - 3) / 2 - x[1] * x[1] / 8);
    var rolls = new Rolls(Draws.of(1, "slice", 0));
    int count = 20_000;
    double[] at = {0, 0};
    double[] sums = new double[4];
    for (int i = 0; i < count; i++) {
      at = sampler.next(at, 0, 2, rolls);
      sums[0] += at[0];
      sums[1] += at[1];
      sums[2] += (at[0] - 3) * (at[0] - 3);
      sums[3] += at[1] * at[1];
    }

    assertThat(Arrays.stream(sums).map(sum -> sum / count).toArray())
        .containsExactly(new double[] {3, 0, 1, 4}, within(0.15));
  }

  @Test
  void neverLeavesWhereTheDensityIs() {
    var sampler =
        new SliceSampler(x -> x[0] > 0 && x[0] < 1 ? Math.log(x[0]) : Double.NEGATIVE_INFINITY);
    var rolls = new Rolls(Draws.of(2, "slice", 0));
    double[] at = {0.5};
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      at = sampler.next(at, 0, 1, rolls);
      assertThat(at[0]).isBetween(0.0, 1.0);
      sum += at[0];
    }

    assertThat(sum / 20_000).isCloseTo(2.0 / 3, within(0.02));
  }

  @Test
  void leavesAloneWhatMayNotChange() {
    var sampler = new SliceSampler(x -> -x[0] * x[0] - x[1] * x[1]);

    double[] next = sampler.next(new double[] {0.1, 0.2}, 1, 2, new Rolls(Draws.of(3, "s", 0)));

    assertThat(next[0]).isEqualTo(0.1);
    assertThat(next[1]).isNotEqualTo(0.2);
  }

  @Test
  void hasThePriorsOfSpearmint() {
    assertThat(SampledHyperparameters.logPrior(new double[] {0.3, 2, 0.01, 5, 9.9}))
        .isCloseTo(1.4242813550325244, within(1e-12));
    assertThat(SampledHyperparameters.logPrior(new double[] {0, 1, 0.01, 5, 10.1}))
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(SampledHyperparameters.logPrior(new double[] {0, 1, -0.01, 5}))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void findsThatOnlyTheFirstInputMatters() {
    GpModel model = GpModel.of(Kernel.scaled(Kernel.matern52(0, 1)));
    Draws draws = Draws.of(4, "points", 0);
    double[][] points = new double[40][];
    double[] targets = new double[40];
    for (int i = 0; i < 40; i++) {
      points[i] = new double[] {draws.uniform(2 * i), draws.uniform(2 * i + 1)};
      targets[i] = Math.sin(8 * points[i][0]);
    }
    var sampled = new SampledHyperparameters(model, Observations.of(points, targets));

    double[][] drawn = sampled.draw(10, 100, new Rolls(Draws.of(5, "chain", 0)));

    assertThat(List.of(drawn)).allSatisfy(theta -> assertThat(theta[1]).isLessThan(theta[2]));
  }
}
