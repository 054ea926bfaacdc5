package dev.thaw.core.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: ensembles are chosen as published. Method: hand-made libraries, and drawn noisy models. */
class GreedySelectionTest {

  private static Library numbers(double[] truth, double[]... models) {
    return new Library(
        Arrays.stream(models)
            .map(m -> Arrays.stream(m).mapToObj(v -> new double[] {v}).toArray(double[][]::new))
            .toArray(double[][][]::new),
        truth,
        RowLoss.SQUARED_ERROR);
  }

  /** Models of three classes that see the truth through noise of their own. */
  private static Library noisy(long seed, int models, int rows) {
    double[][][] predictions = new double[models][rows][3];
    double[] truth = new double[rows];
    for (int row = 0; row < rows; row++) {
      truth[row] = Draws.of(seed, "truth", row).below(3, 0);
      for (int model = 0; model < models; model++) {
        Draws draws = Draws.of(seed, "model", model).split("row", row);
        double total = 0;
        for (int k = 0; k < 3; k++) {
          double noise = (1 + 0.1 * model) * draws.normal(k);
          predictions[model][row][k] = Math.exp((truth[row] == k ? 1 : 0) + noise);
          total += predictions[model][row][k];
        }
        for (int k = 0; k < 3; k++) {
          predictions[model][row][k] /= total;
        }
      }
    }
    return new Library(predictions, truth, RowLoss.CROSS_ENTROPY);
  }

  @Test
  void errorsThatCancelAreAveraged() {
    Library library =
        numbers(new double[] {1, 2}, new double[] {2, 3}, new double[] {0, 1}, new double[] {9, 9});

    assertThat(GreedySelection.of(4).weights(library)).containsExactly(0.5, 0.5, 0);
  }

  @Test
  void aModelThatIsPickedTwiceWeighsTwice() {
    Library library = numbers(new double[] {0, 0}, new double[] {1, 1}, new double[] {-2, -2});

    assertThat(GreedySelection.of(3).weights(library))
        .containsExactly(new double[] {2 / 3.0, 1 / 3.0}, within(1e-15));
  }

  @Test
  void aModelThatIsRightStaysAlone() {
    Library library = numbers(new double[] {1, 2}, new double[] {5, 5}, new double[] {1, 2});

    assertThat(GreedySelection.of(16).weights(library)).containsExactly(0, 1);
  }

  @Test
  void ofEqualModelsTheFirstIsPicked() {
    Library library = numbers(new double[] {0}, new double[] {1}, new double[] {1});

    assertThat(GreedySelection.of(8).weights(library)).containsExactly(1, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noEnsembleIsWorseOnItsOwnRowsThanTheBestModel(long seed) {
    Library library = noisy(seed, 12, 80);

    double[] weights = GreedySelection.of(16).weights(library);

    assertThat(library.loss(weights)).isLessThanOrEqualTo(library.loss(library.best()));
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void eachPickIsTheBestOfAllThatCouldBeAdded(long seed) {
    Library library = noisy(seed, 6, 40);
    double[] counts = new double[6];
    counts[library.best()] = 1;
    double[] picked = new GreedySelection(2, 1, 0, 0).weights(library);

    double least = library.loss(library.best());
    for (int second = 0; second < 6; second++) {
      double[] two = Arrays.stream(counts).map(c -> c / 2).toArray();
      two[second] += 0.5;
      least = Math.min(least, library.loss(two));
    }

    assertThat(library.loss(picked)).isCloseTo(least, within(1e-12));
  }

  /** One half of the rows may be lucky for one model, so that it takes several libraries. */
  @Test
  void independentModelsAreBetterTogetherOnRowsThatNobodyChoseByOverSeedsOneToEight() {
    double gain = 0;
    double variance = 0;
    for (long seed = 1; seed <= 8; seed++) {
      Comparison held = Comparison.of(noisy(seed, 16, 400), GreedySelection.of(16), seed);
      assertThat(held.rows()).isEqualTo(200);
      assertThat(held.gain()).isCloseTo(held.best() - held.ensemble(), within(1e-12));
      gain += held.gain();
      variance += held.error() * held.error();
    }

    assertThat(gain).isGreaterThan(4 * Math.sqrt(variance));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void bagsAverageSelectionsFromHalvesOfTheLibrary(long seed) {
    Library library = noisy(seed, 10, 60);
    double[] bagged = new GreedySelection(8, 3, 20, seed).weights(library);

    assertThat(Arrays.stream(bagged).sum()).isCloseTo(1, within(1e-12));
    assertThat(new GreedySelection(8, 3, 20, seed).weights(library)).isEqualTo(bagged);
    assertThat(Arrays.stream(bagged).filter(w -> w > 0).count())
        .isGreaterThan(
            Arrays.stream(GreedySelection.of(8).weights(library)).filter(w -> w > 0).count());
  }

  @Test
  void lossesAreWhatTheySay() {
    double[] sure = {0.2, 0.7, 0.1};

    assertThat(RowLoss.ERROR.of(sure, 1)).isZero();
    assertThat(RowLoss.ERROR.of(sure, 2)).isEqualTo(1);
    assertThat(RowLoss.ERROR.of(new double[] {0.5, 0.5}, 0)).isZero();
    assertThat(RowLoss.ERROR.of(new double[] {0.7}, 1)).isZero();
    assertThat(RowLoss.CROSS_ENTROPY.of(sure, 0)).isEqualTo(-Math.log(0.2));
    assertThat(RowLoss.CROSS_ENTROPY.of(new double[] {0.7}, 0)).isEqualTo(-Math.log(1 - 0.7));
    assertThat(RowLoss.CROSS_ENTROPY.of(new double[] {0, 1}, 0)).isEqualTo(-Math.log(1e-15));
    assertThat(RowLoss.SQUARED_ERROR.of(new double[] {3}, 1)).isEqualTo(4);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> numbers(new double[] {1, 2}, new double[] {1}))
        .hasMessage(
            "model 0 must predict 2 rows of 1 numbers, as the truth and the first model have.");
    assertThatThrownBy(() -> numbers(new double[] {1}, new double[] {Double.NaN}))
        .hasMessageStartingWith("model 0 must predict finite numbers only.");
    assertThatThrownBy(
            () ->
                new Library(
                    new double[][][] {{{0.5, 0.5}}}, new double[] {2}, RowLoss.CROSS_ENTROPY))
        .hasMessage("truth (2.0) must be a class from 0 to 1.");
    assertThatThrownBy(() -> new GreedySelection(0, 1, 0, 0))
        .hasMessageStartingWith("size (0) and first (1) must be at least 1");
  }
}
