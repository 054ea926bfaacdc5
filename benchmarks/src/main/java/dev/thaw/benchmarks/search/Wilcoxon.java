package dev.thaw.benchmarks.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.stat.inference.WilcoxonSignedRankTest;

/** The signed-rank test for pairs, and Holm's correction for many of them. */
final class Wilcoxon {

  /** Above this many pairs the normal approximation is good, and the exact sum takes long. */
  private static final int EXACT_MAX = 15;

  private Wilcoxon() {}

  /**
   * The two-sided p-value of "no difference"; pairs without a difference say nothing and are left
   * out, and without any pair it is 1.
   */
  static double pValue(double[] a, double[] b) {
    int[] different = IntStream.range(0, a.length).filter(i -> a[i] != b[i]).toArray();
    if (different.length == 0) {
      return 1;
    }
    double[] left = Arrays.stream(different).mapToDouble(i -> a[i]).toArray();
    double[] right = Arrays.stream(different).mapToDouble(i -> b[i]).toArray();
    return Math.min(
        1,
        new WilcoxonSignedRankTest()
            .wilcoxonSignedRankTest(left, right, different.length <= EXACT_MAX));
  }

  /** Holm's step-down correction: p-values that may all be held against one level. */
  static double[] holm(double[] pValues) {
    Integer[] order =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .toArray(Integer[]::new);
    double[] corrected = new double[pValues.length];
    double least = 0;
    for (int rank = 0; rank < order.length; rank++) {
      least = Math.max(least, Math.min(1, (order.length - rank) * pValues[order[rank]]));
      corrected[order[rank]] = least;
    }
    return corrected;
  }
}
