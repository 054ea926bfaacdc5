package dev.thaw.app.simulate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places the values of a column in the unit interval by their ranks: the k-th of n values is at (k
 * - 0.5) / n, and equal values share the mean of their places.
 */
final class MidRanks {

  private MidRanks() {}

  /**
   * The places of the values of a column.
   *
   * @param column numbers, or else texts, which are ordered as such; an empty one has no place of
   *     its own and stands in the middle, at 0.5
   */
  static double[] of(List<String> column) {
    int[] present =
        IntStream.range(0, column.size()).filter(row -> !column.get(row).isEmpty()).toArray();
    Comparator<String> order =
        Arrays.stream(present).allMatch(row -> isNumber(column.get(row)))
            ? Comparator.comparingDouble(Double::parseDouble)
            : Comparator.naturalOrder();
    int[] sorted =
        Arrays.stream(present)
            .boxed()
            .sorted((a, b) -> order.compare(column.get(a), column.get(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] places = new double[column.size()];
    Arrays.fill(places, 0.5);
    int first = 0;
    while (first < sorted.length) {
      int end = first + 1;
      while (end < sorted.length
          && order.compare(column.get(sorted[first]), column.get(sorted[end])) == 0) {
        end++;
      }
      for (int i = first; i < end; i++) {
        places[sorted[i]] = (first + end) / 2.0 / sorted.length;
      }
      first = end;
    }
    return places;
  }

  private static boolean isNumber(String text) {
    try {
      return !Double.isNaN(Double.parseDouble(text));
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }
}
