package dev.thaw.workers.hypergradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactDescentTest {

  private static final int WEIGHTS = 50;

  @ParameterizedTest
  @CsvSource({"1, 9, 10", "2, 1, 10", "3, 49, 50", "4, 999, 1000", "5, 1, 1", "6, 1, 65536"})
  void comesBackToEveryStateBitForBit(int seed, int numerator, int denominator) {
    double[] first = gaussians(seed, 0);
    double[] rates = new double[WEIGHTS];
    Arrays.fill(rates, 0.3);
    ExactDescent descent = new ExactDescent(first, new Ratio(numerator, denominator));
    List<long[]> states = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      states.add(state(descent));
      descent.step(gaussians(seed, step + 1), rates);
    }

    for (int step = 399; step >= 0; step--) {
      descent.retreat(rates);
      descent.settle(gaussians(seed, step + 1));
      assertThat(state(descent))
          .as("before step %d, seed %d", step, seed)
          .isEqualTo(states.get(step));
    }
    for (int i = 0; i < WEIGHTS; i++) {
      assertThat(descent.weights()[i]).isCloseTo(first[i], within(4e-15));
    }
  }

  /** The paper's section 2.2: log2(10 / 9) = 0.152 bits, log2(50 / 49) = 0.029. */
  @ParameterizedTest
  @CsvSource({"9, 10, 0.152", "49, 50, 0.0291"})
  void keepsTheBitsThatTheMomentumCutsOffAndHardlyMore(int n, int d, double bits) {
    ExactDescent descent = new ExactDescent(gaussians(1, 0), new Ratio(n, d));
    double[] rates = new double[WEIGHTS];
    long before = descent.bytes();
    int steps = 20_000;
    for (int step = 0; step < steps; step++) {
      descent.step(gaussians(1, step), rates);
    }

    double kept = (descent.bytes() - before) * 8.0 / WEIGHTS;
    // Up to 64 bits are at hand, and 32 are put aside at once.
    assertThat(kept).isBetween(bits * steps - 64, bits * steps + 32);
  }

  @Test
  void saysThatAWeightWhichGrowsWithoutBoundHasDiverged() {
    ExactDescent descent = new ExactDescent(new double[] {1}, new Ratio(9, 10));

    assertThatThrownBy(
            () -> {
              for (int step = 0; step < 100; step++) {
                descent.step(new double[] {-descent.weights()[0]}, new double[] {10});
              }
            })
        .isInstanceOf(Diverged.class)
        .hasMessageContaining("bounds");
    assertThatThrownBy(() -> descent.step(new double[] {Double.NaN}, new double[] {1}))
        .isInstanceOf(Diverged.class);
  }

  private static long[] state(ExactDescent descent) {
    long[] both = Arrays.copyOf(descent.positionBits(), 2 * WEIGHTS);
    System.arraycopy(descent.velocityBits(), 0, both, WEIGHTS, WEIGHTS);
    return both;
  }

  private static double[] gaussians(int seed, int step) {
    Random random = new Random(seed * 1000L + step);
    return random.doubles(WEIGHTS, -2, 2).toArray();
  }
}
