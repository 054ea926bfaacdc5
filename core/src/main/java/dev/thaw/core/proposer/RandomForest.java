package dev.thaw.core.proposer;

import dev.thaw.core.gp.Normal;
import java.util.stream.IntStream;

/**
 * A random forest: regression trees, each of as many rows as there are, drawn with replacement
 * (Breiman 2001). As in SMAC each branch may ask for any input, and what is expected of a row has
 * the mean and, by the law of total variance, the variance of a leaf of a tree that is taken at
 * random (Hutter, Xu, Hoos and Leyton-Brown 2014, section 4.3.2).
 */
final class RandomForest {
  private final RegressionTree[] trees;

  private RandomForest(RegressionTree[] trees) {
    this.trees = trees;
  }

  /**
   * Grows a forest.
   *
   * @param trees how many, at least 1
   */
  static RandomForest grown(TrainingSet set, int trees, Rolls rolls) {
    return new RandomForest(
        IntStream.range(0, trees)
            .mapToObj(_ -> RegressionTree.grown(set, drawn(set.size(), rolls)))
            .toArray(RegressionTree[]::new));
  }

  private static int[] drawn(int rows, Rolls rolls) {
    int[] weights = new int[rows];
    for (int i = 0; i < rows; i++) {
      weights[rolls.below(rows)]++;
    }
    return weights;
  }

  /**
   * What is expected of a row: the mean of means; the mean of variances and the variance of means.
   */
  Normal predict(double[] row) {
    double sum = 0;
    double squares = 0;
    double within = 0;
    for (RegressionTree tree : trees) {
      int leaf = tree.leaf(row);
      sum += tree.mean(leaf);
      squares += tree.mean(leaf) * tree.mean(leaf);
      within += tree.variance(leaf);
    }
    double mean = sum / trees.length;
    double between = squares / trees.length - mean * mean;
    return new Normal(mean, within / trees.length + Math.max(0, between));
  }
}
