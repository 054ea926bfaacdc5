package dev.thaw.core.race;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Tests whether rivals that met the same folds differ, as F-race does: Friedman's test and
 * Conover's comparison with the best for three and more, Wilcoxon's signed-rank test for two.
 */
public final class RankTests {

  /** Up to so many differences, Wilcoxon's p-value is exact; it is approximated beyond. */
  private static final int EXACT_MAX = 60;

  /** Rank sums are multiples of a half; less than this is rounding. */
  static final double ROUNDING = 1e-9;

  private RankTests() {}

  /**
   * The verdict on some rivals.
   *
   * @param rivals at least one, each with the same number of folds, at least one
   * @param alpha how likely it may be that rivals are told apart that do not differ; between 0 and
   *     1
   */
  public static Verdict of(List<FoldScores> rivals, double alpha) {
    return switch (rivals.size()) {
      case 0 -> throw new IllegalArgumentException("rivals must be at least one.");
      case 1 -> new Verdict(RankTest.NONE, rivals.getFirst().folds(), 0, 1, false, List.of(0.0), 0);
      case 2 -> wilcoxon(rivals.getFirst(), rivals.getLast(), alpha);
      default -> friedman(rivals, alpha);
    };
  }

  /**
   * Friedman's test with the correction for ties, and the least difference of two rank sums that is
   * significant: Conover 1999, section 5.8, equations 4 and 8; Birattari et al. 2002, section 3.
   *
   * <p>With n folds, k rivals, ranks r, rank sums R_j, A = sum of r^2 and C = n k (k+1)^2 / 4,
   *
   * <pre>
   *   T      = (k-1) (sum_j R_j^2 - n C) / (A - C)                       ~ chi^2 with k-1 degrees
   *   margin = t sqrt(2 n (A - C) (1 - T / (n (k-1))) / ((n-1) (k-1)))     t: 1-alpha/2 quantile of
   *                                                              Student's, (n-1)(k-1) degrees
   * </pre>
   *
   * <p>If everybody ties on every fold, T is 0. If all folds agree, the margin is 0.
   */
  static Verdict friedman(List<FoldScores> rivals, double alpha) {
    int k = rivals.size();
    int n = rivals.getFirst().folds();
    double[] sums = new double[k];
    double squares = 0;
    for (int fold = 0; fold < n; fold++) {
      double[] ranks = ranks(rivals, fold);
      for (int j = 0; j < k; j++) {
        sums[j] += ranks[j];
        squares += ranks[j] * ranks[j];
      }
    }
    double centre = n * k * (k + 1.0) * (k + 1.0) / 4;
    double spread = squares - centre;
    List<Double> rankSums = Arrays.stream(sums).boxed().toList();
    if (spread <= ROUNDING) {
      return new Verdict(RankTest.FRIEDMAN, n, 0, 1, false, rankSums, 0);
    }
    double between = Arrays.stream(sums).map(sum -> sum * sum).sum() - n * centre;
    double statistic = Math.max(0, (k - 1) * between / spread);
    double pValue = 1 - new ChiSquaredDistribution(k - 1.0).cumulativeProbability(statistic);
    boolean significant = n > 1 && pValue < alpha;
    double margin = significant ? margin(n, k, spread, statistic, alpha) : 0;
    return new Verdict(RankTest.FRIEDMAN, n, statistic, pValue, significant, rankSums, margin);
  }

  private static double margin(int n, int k, double spread, double statistic, double alpha) {
    double degrees = (n - 1.0) * (k - 1.0);
    double t = new TDistribution(degrees).inverseCumulativeProbability(1 - alpha / 2);
    double left = Math.max(0, 1 - statistic / (n * (k - 1.0)));
    return t * Math.sqrt(2 * n * spread * left / degrees);
  }

  /**
   * The ranks of all rivals on a fold, from 1 for the lowest score; those that tie share theirs.
   */
  static double[] ranks(List<FoldScores> rivals, int fold) {
    return ranks(
        rivals.stream().mapToDouble(rival -> rival.score(fold)).toArray(),
        rivals.stream().mapToDouble(rival -> rival.error(fold)).toArray());
  }

  /** A value ties with the next larger one if they differ by no more than both may be off. */
  private static double[] ranks(double[] values, double[] errors) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int first = 0;
    while (first < order.length) {
      int last = first;
      while (last + 1 < order.length
          && values[order[last + 1]] - values[order[last]]
              <= errors[order[last + 1]] + errors[order[last]]) {
        last++;
      }
      for (int i = first; i <= last; i++) {
        ranks[order[i]] = (first + last) / 2.0 + 1;
      }
      first = last + 1;
    }
    return ranks;
  }

  /**
   * Wilcoxon's signed-rank test of two rivals, two-sided: Conover 1999, section 5.7. Folds on which
   * they tie are left out. The p-value is that of the distribution of the ranks at hand, ties
   * included, over all signs; beyond 60 folds that of a normal distribution with the same variance,
   * corrected for continuity. The statistic is the lesser of both sums of ranks.
   */
  static Verdict wilcoxon(FoldScores one, FoldScores other, double alpha) {
    double[] sums = new double[2];
    double[] differences =
        IntStream.range(0, one.folds())
            .mapToDouble(fold -> difference(one, other, fold))
            .filter(difference -> difference != 0)
            .toArray();
    double[] errors =
        IntStream.range(0, one.folds())
            .filter(fold -> difference(one, other, fold) != 0)
            .mapToDouble(fold -> one.error(fold) + other.error(fold))
            .toArray();
    double[] ranks = ranks(DoubleStream.of(differences).map(Math::abs).toArray(), errors);
    for (int i = 0; i < ranks.length; i++) {
      sums[differences[i] > 0 ? 0 : 1] += ranks[i];
    }
    double lesser = Math.min(sums[0], sums[1]);
    double pValue = ranks.length <= EXACT_MAX ? exact(ranks, lesser) : approximate(ranks, lesser);
    List<Double> rankSums = List.of(sums[0], sums[1]);
    return new Verdict(RankTest.WILCOXON, one.folds(), lesser, pValue, pValue < alpha, rankSums, 0);
  }

  private static double difference(FoldScores one, FoldScores other, int fold) {
    double difference = one.score(fold) - other.score(fold);
    return Math.abs(difference) <= one.error(fold) + other.error(fold) ? 0 : difference;
  }

  /** How likely a sum of as little or less, or of as much on the other side, is by chance. */
  private static double exact(double[] ranks, double lesser) {
    int most = (int) Math.round(2 * DoubleStream.of(ranks).sum());
    double[] likely = new double[most + 1];
    likely[0] = 1;
    for (double rank : ranks) {
      int twice = (int) Math.round(2 * rank);
      for (int sum = most; sum >= 0; sum--) {
        double with = sum >= twice ? likely[sum - twice] : 0;
        likely[sum] = (likely[sum] + with) / 2;
      }
    }
    double below = 0;
    for (int sum = 0; sum <= Math.round(2 * lesser); sum++) {
      below += likely[sum];
    }
    return Math.min(1, 2 * below);
  }

  private static double approximate(double[] ranks, double lesser) {
    double mean = DoubleStream.of(ranks).sum() / 2;
    double deviation = Math.sqrt(DoubleStream.of(ranks).map(rank -> rank * rank).sum() / 4);
    double beyond = Math.min(0, lesser + 0.5 - mean) / deviation;
    return Math.min(1, 2 * new NormalDistribution().cumulativeProbability(beyond));
  }
}
