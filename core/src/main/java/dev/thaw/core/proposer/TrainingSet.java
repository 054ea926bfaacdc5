package dev.thaw.core.proposer;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rows of inputs with their targets, and for each input the order of the rows by it, so that no
 * tree needs to sort.
 *
 * @param inputs one row for each target, all of one width and finite
 * @param targets finite
 * @param orders for each input the rows by it, of equal ones the earlier first
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record TrainingSet(double[][] inputs, double[] targets, int[][] orders) {

  /**
   * Some rows with their targets.
   *
   * @param inputs at least one
   */
  static TrainingSet of(double[][] inputs, double[] targets) {
    int[][] orders = new int[inputs[0].length][];
    for (int j = 0; j < orders.length; j++) {
      int column = j;
      orders[j] =
          IntStream.range(0, inputs.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> inputs[i][column]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return new TrainingSet(inputs, targets, orders);
  }

  int size() {
    return targets.length;
  }

  int width() {
    return orders.length;
  }
}
