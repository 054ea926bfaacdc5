package dev.thaw.core.proposer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree: each branch asks whether one input is at most a threshold, chosen so that the
 * squares around the means of both sides are least (Breiman, Friedman, Olshen and Stone 1984). It
 * grows until the targets of a leaf, or all of its inputs, are equal.
 *
 * <p>Ties go to the first input and to its lowest threshold, which lies midway between two values
 * that were seen.
 */
final class RegressionTree {
  private static final int LEAF = -1;

  /** For each node the input that it asks for, or {@link #LEAF}. */
  private final int[] inputs;

  /** For each branch; what is not above goes to the node after it. */
  private final double[] thresholds;

  /** For each branch the node where what is above its threshold goes. */
  private final int[] above;

  private final double[] means;
  private final double[] variances;
  private int nodes;

  private RegressionTree(int leaves) {
    int most = 2 * leaves - 1;
    inputs = new int[most];
    thresholds = new double[most];
    above = new int[most];
    means = new double[most];
    variances = new double[most];
  }

  /**
   * Grows a tree.
   *
   * @param weights how often each row counts; at least one is positive
   */
  static RegressionTree grown(TrainingSet set, int[] weights) {
    int[][] orders = new int[set.width()][];
    for (int j = 0; j < orders.length; j++) {
      orders[j] = Arrays.stream(set.orders()[j]).filter(row -> weights[row] > 0).toArray();
    }
    var tree = new RegressionTree(orders[0].length);
    tree.new Growth(set, weights, orders).grow(0, orders[0].length);
    return tree;
  }

  /** The number of the leaf of a row, for {@link #mean} and {@link #variance}. */
  int leaf(double[] row) {
    int node = 0;
    while (inputs[node] != LEAF) {
      node = row[inputs[node]] <= thresholds[node] ? node + 1 : above[node];
    }
    return node;
  }

  /** The mean of the targets of a leaf. */
  double mean(int leaf) {
    return means[leaf];
  }

  /** The variance of the targets of a leaf around their mean. */
  double variance(int leaf) {
    return variances[leaf];
  }

  /** Adds nodes; the rows of a node are next to each other in each of the orders. */
  private final class Growth {
    private final TrainingSet set;
    private final int[] weights;
    private final int[][] orders;
    private final boolean[] isLow;
    private final int[] buffer;

    Growth(TrainingSet set, int[] weights, int[][] orders) {
      this.set = set;
      this.weights = weights;
      this.orders = orders;
      isLow = new boolean[set.size()];
      buffer = new int[orders[0].length];
    }

    /** Where to divide a node: how many of its first rows, in the order of an input, are low. */
    private record Cut(int input, int count) {}

    /** Adds the node of the rows from one place of the orders to another, and all below it. */
    void grow(int from, int to) {
      int node = nodes++;
      double weight = 0;
      double sum = 0;
      for (int k = from; k < to; k++) {
        weight += weights[orders[0][k]];
        sum += weights[orders[0][k]] * set.targets()[orders[0][k]];
      }
      means[node] = sum / weight;
      variances[node] = squares(from, to, means[node]) / weight;
      inputs[node] = LEAF;
      Cut cut = variances[node] > 0 ? best(from, to, means[node], weight) : null;
      if (cut == null) {
        return;
      }
      int[] order = orders[cut.input];
      int middle = from + cut.count;
      inputs[node] = cut.input;
      thresholds[node] = midway(cut.input, order[middle - 1], order[middle]);
      divide(cut.input, from, middle, to);
      grow(from, middle);
      above[node] = nodes;
      grow(middle, to);
    }

    private double squares(int from, int to, double mean) {
      double squares = 0;
      for (int k = from; k < to; k++) {
        double off = set.targets()[orders[0][k]] - mean;
        squares += weights[orders[0][k]] * off * off;
      }
      return squares;
    }

    /** The cut that explains most; null if all inputs are equal or none explains anything. */
    private @Nullable Cut best(int from, int to, double mean, double weight) {
      Cut best = null;
      double most = 0;
      for (int j = 0; j < orders.length; j++) {
        int[] order = orders[j];
        double low = 0;
        double sum = 0;
        for (int k = from; k < to - 1; k++) {
          low += weights[order[k]];
          sum += weights[order[k]] * (set.targets()[order[k]] - mean);
          // Sums are around the mean, so that of the high side is the negative of the low one.
          double explained = sum * sum * (1 / low + 1 / (weight - low));
          if (explained > most && set.inputs()[order[k]][j] < set.inputs()[order[k + 1]][j]) {
            most = explained;
            best = new Cut(j, k + 1 - from);
          }
        }
      }
      return best;
    }

    private double midway(int input, int low, int high) {
      double below = set.inputs()[low][input];
      double middle = below + (set.inputs()[high][input] - below) / 2;
      return middle < set.inputs()[high][input] ? middle : below;
    }

    /** Moves the low rows before the high ones in each order, and leaves each side in order. */
    private void divide(int input, int from, int middle, int to) {
      for (int k = from; k < to; k++) {
        isLow[orders[input][k]] = k < middle;
      }
      for (int[] order : orders) {
        int low = from;
        int high = 0;
        for (int k = from; k < to; k++) {
          if (isLow[order[k]]) {
            order[low++] = order[k];
          } else {
            buffer[high++] = order[k];
          }
        }
        System.arraycopy(buffer, 0, order, low, high);
      }
    }
  }
}
