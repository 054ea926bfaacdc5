package dev.thaw.core.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what tells who is the lowest is told from what does not. Method: cases with an answer. */
final class MinimumEntropyTest {

  private static final int SAMPLES = 4_000;

  private static DMatrixRMaj diagonal(double... variances) {
    var matrix = new DMatrixRMaj(variances.length, variances.length);
    for (int i = 0; i < variances.length; i++) {
      matrix.set(i, i, variances[i]);
    }
    return matrix;
  }

  private static MinimumEntropy of(double[] means, DMatrixRMaj covariance, long seed) {
    return new MinimumEntropy(means, covariance, SAMPLES, Draws.of(seed, "test", 0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void equalPointsHaveTheEntropyOfADie(long seed) {
    MinimumEntropy entropy = of(new double[] {1, 1, 1, 1}, diagonal(1, 1, 1, 1), seed);

    assertThat(entropy.now()).isCloseTo(Math.log(4), within(0.005));
  }

  @Test
  void aPointThatIsLowestForSureLeavesNoEntropy() {
    assertThat(of(new double[] {0, 100}, diagonal(1, 1), 1).now()).isZero();
  }

  @Test
  void whatHasNoPartInThePointsTellsNothing() {
    MinimumEntropy entropy = of(new double[] {0, 0.5}, diagonal(1, 1), 1);

    assertThat(entropy.after(new double[] {0, 0}, 1)).isEqualTo(entropy.now());
  }

  @Test
  void whatCannotBeObservedTellsNothing() {
    MinimumEntropy entropy = of(new double[] {0, 0.5}, diagonal(1, 1), 1);

    assertThat(entropy.after(new double[] {1, 0}, 0)).isEqualTo(entropy.now());
    assertThat(entropy.after(new double[] {1, 0}, Double.NaN)).isEqualTo(entropy.now());
  }

  /** Of two equal points one is known then: it lies at q, and the other below it by Phi(q). */
  @Test
  void aPointThatIsSeenLeavesTheEntropyOfTheOther() {
    MinimumEntropy entropy = of(new double[] {0, 0}, diagonal(1, 1), 1);

    // Phi is .1, .3, .5, .7, .9 at the imagined values.
    double expected = (2 * entropy(0.1) + 2 * entropy(0.3) + entropy(0.5)) / 5;
    assertThat(entropy.after(new double[] {1, 0}, 1)).isCloseTo(expected, within(0.01));
  }

  private static double entropy(double chance) {
    return -chance * Math.log(chance) - (1 - chance) * Math.log(1 - chance);
  }

  @Test
  void theLessNoiseTheMoreIsTold() {
    MinimumEntropy entropy = of(new double[] {0, 0}, diagonal(1, 1), 1);

    assertThat(entropy.after(new double[] {1, 0}, 1.1))
        .isLessThan(entropy.after(new double[] {1, 0}, 4));
    assertThat(entropy.after(new double[] {1, 0}, 4)).isLessThan(entropy.now());
  }

  @Test
  void aContenderTellsMoreThanAPointThatHasLost() {
    MinimumEntropy entropy = of(new double[] {0, 0, 5}, diagonal(1, 1, 1), 1);

    assertThat(entropy.after(new double[] {1, 0, 0}, 1.1))
        .isLessThan(entropy.after(new double[] {0, 0, 1}, 1.1));
  }
}
