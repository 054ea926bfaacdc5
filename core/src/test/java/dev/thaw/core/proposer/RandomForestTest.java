package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.gp.Normal;
import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Goal: trees and forests are those of the textbook. */
class RandomForestTest {

  private static double[][] rows(int count, int width) {
    Draws draws = Draws.of(3, "rows", 0);
    double[][] rows = new double[count][width];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < width; j++) {
        rows[i][j] = draws.uniform(i * width + j);
      }
    }
    return rows;
  }

  private static int[] once(int count) {
    int[] weights = new int[count];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static RandomForest forest(double[][] rows, double[] targets) {
    return RandomForest.grown(TrainingSet.of(rows, targets), 10, new Rolls(Draws.of(1, "f", 0)));
  }

  @Test
  void aTreeKnowsWhatItSaw() {
    double[][] rows = rows(100, 3);
    double[] targets = Arrays.stream(rows).mapToDouble(r -> Math.sin(9 * r[0]) + r[1]).toArray();
    RegressionTree tree = RegressionTree.grown(TrainingSet.of(rows, targets), once(100));

    for (int i = 0; i < 100; i++) {
      assertThat(tree.mean(tree.leaf(rows[i]))).isCloseTo(targets[i], within(1e-12));
    }
  }

  @Test
  void aTreeAsksForTheInputAndTheThresholdThatMatter() {
    double[][] rows = {{0.9, 0.1}, {0.1, 0.3}, {0.8, 0.6}, {0.2, 0.9}};
    double[] targets = {1, 1, 5, 5};
    RegressionTree tree = RegressionTree.grown(TrainingSet.of(rows, targets), once(4));

    assertThat(tree.mean(tree.leaf(new double[] {0.5, 0.44}))).isEqualTo(1);
    assertThat(tree.mean(tree.leaf(new double[] {0.5, 0.46}))).isEqualTo(5);
  }

  @Test
  void aLeafThatCannotBeDividedHasTheMeanAndTheVarianceOfItsTargets() {
    double[][] rows = {{0.5}, {0.5}, {0.5}};
    RegressionTree tree =
        RegressionTree.grown(TrainingSet.of(rows, new double[] {0, 3, 100}), new int[] {2, 1, 0});

    assertThat(tree.mean(tree.leaf(rows[0]))).isCloseTo(1, within(1e-15));
    assertThat(tree.variance(tree.leaf(rows[0]))).isCloseTo(2, within(1e-15));
  }

  @Test
  void aForestIsSureOfWhatIsConstant() {
    double[] targets = new double[50];
    Arrays.fill(targets, 0.1);

    Normal expected = forest(rows(50, 4), targets).predict(new double[] {0.1, 0.9, 0.5, 0.5});

    assertThat(expected.mean()).isCloseTo(0.1, within(1e-15));
    assertThat(expected.variance()).isCloseTo(0, within(1e-15));
  }

  /** All rows alike, so that each tree is one leaf: the mean and variance of what it drew. */
  @Test
  void theVarianceOfAForestIsThatOfALeafOfATreeTakenAtRandom() {
    double[][] rows = {{0.5}, {0.5}, {0.5}, {0.5}};
    double[] targets = {0, 1, 4, 11};
    TrainingSet set = TrainingSet.of(rows, targets);
    Normal forest = RandomForest.grown(set, 3, new Rolls(Draws.of(5, "f", 0))).predict(rows[0]);

    var rolls = new Rolls(Draws.of(5, "f", 0));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 12; i++) {
      double drawn = targets[rolls.below(4)];
      sum += drawn;
      squares += drawn * drawn;
    }
    assertThat(forest.mean()).isCloseTo(sum / 12, within(1e-12));
    assertThat(forest.variance()).isCloseTo(squares / 12 - sum * sum / 144, within(1e-12));
  }

  @Test
  void aForestFollowsWhatItSaw() {
    double[][] rows = rows(400, 2);
    double[] targets = Arrays.stream(rows).mapToDouble(r -> r[0] < 0.5 ? 1 : 3).toArray();
    RandomForest forest = forest(rows, targets);

    assertThat(forest.predict(new double[] {0.2, 0.7}).mean()).isCloseTo(1, within(0.01));
    assertThat(forest.predict(new double[] {0.8, 0.7}).mean()).isCloseTo(3, within(0.01));
  }
}
