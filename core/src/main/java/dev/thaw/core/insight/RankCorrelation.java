package dev.thaw.core.insight;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation, in which equal values share the mean of their ranks. */
final class RankCorrelation {

  private RankCorrelation() {}

  /** The ranks of values, from 1, smallest first. */
  static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        ranks[order[i]] = (from + to) / 2.0 + 1;
      }
      from = to + 1;
    }
    return ranks;
  }

  /** The correlation, from -1 to 1; NaN if all values of either are equal. */
  static double of(double[] one, double[] other) {
    double[] x = ranks(one);
    double[] y = ranks(other);
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double both = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < x.length; i++) {
      both += (x[i] - meanX) * (y[i] - meanY);
      squaresX += (x[i] - meanX) * (x[i] - meanX);
      squaresY += (y[i] - meanY) * (y[i] - meanY);
    }
    return squaresX > 0 && squaresY > 0 ? both / Math.sqrt(squaresX * squaresY) : Double.NaN;
  }

  /**
   * Below this the true correlation would be found higher in 19 of 20 cases: Fisher's
   * transformation with the variance 1.06 / (n - 3) of Fieller, Hartley and Pearson (1957).
   */
  static double upperBound(double correlation, int pairs) {
    double inside = Math.clamp(correlation, -0.999999, 0.999999);
    double z = 0.5 * StrictMath.log((1 + inside) / (1 - inside));
    return StrictMath.tanh(z + 1.6448536269514722 * Math.sqrt(1.06 / (pairs - 3)));
  }
}
