package dev.thaw.core.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

  private static final double[] TRUTH = {0, 1};
  private static final double[][] PROBABILITIES = {{0.9, 0.1}, {0.1, 0.9}};

  @Test
  void logitsAreNoProbabilities() {
    double[][] logits = {{5, -3}, {-2, 9}};

    assertThatThrownBy(
            () ->
                new Library(new double[][][] {PROBABILITIES, logits}, TRUTH, RowLoss.CROSS_ENTROPY))
        .hasMessageContaining("model 1 must predict probabilities")
        .hasMessageEndingWith("Maybe apply softmax to what it predicts.");
  }

  @Test
  void logitsWillDoForErrors() {
    double[][] logits = {{5, -3}, {-2, 9}};
    var library = new Library(new double[][][] {logits}, TRUTH, RowLoss.ERROR);

    assertThat(library.loss(0)).isZero();
  }

  @Test
  void weightsAreNumbersHoweverLargeTheLosses() {
    double[][][] huge = {{{1e160}, {1e160}}, {{2e160}, {1e160}}};
    var library = new Library(huge, new double[] {0, 0}, RowLoss.SQUARED_ERROR);

    assertThat(new GreedySelection(4, 2, 0, 1).weights(library)).doesNotContain(Double.NaN);
  }
}
