package dev.thaw.benchmarks.search;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ratios of a policy to a yardstick, with intervals by bootstrap: tables are drawn with
 * replacement, and then the runs of each policy on each of them. The same runs give the same
 * intervals.
 */
final class Bootstrap {

  /** Added to both sides of a ratio, so that a regret of nothing does not decide alone. */
  static final double OFFSET = 0.005;

  private static final double TAIL = 0.025;

  /**
   * A ratio with its interval.
   *
   * @param value the ratio; NaN if there is nothing to compare
   * @param low one in forty resamples lies below
   * @param high one in forty resamples lies above
   */
  record Ratio(double value, double low, double high) {
    @Override
    public String toString() {
      return Double.isNaN(value)
          ? "–"
          : "%s [%s, %s]".formatted(Text.ratio(value), Text.ratio(low), Text.ratio(high));
    }
  }

  /** How scores of several tables make one number. */
  private interface Summary {
    double of(double[] ours, double[] theirs);
  }

  /** For each table the runs of the policy. */
  private final double[][] ours;

  /** For each table and rule the runs of the rule; none where it did not run. */
  private final double[][][] theirs;

  private final int samples;

  private Bootstrap(double[][] ours, double[][][] theirs, int samples) {
    this.ours = ours;
    this.theirs = theirs;
    this.samples = samples;
  }

  /**
   * A comparison on all tables where both ran.
   *
   * @param samples how often to resample
   */
  static Bootstrap of(Arena arena, String policy, Yardstick yardstick, Metric metric, int samples) {
    List<String> tables =
        arena.shared(List.of(policy)).stream()
            .filter(table -> yardstick.best(arena, table, metric).isPresent())
            .toList();
    double[][] ours =
        tables.stream().map(t -> scores(arena.of(t, policy), metric)).toArray(double[][]::new);
    double[][][] theirs =
        tables.stream()
            .map(
                t ->
                    yardstick.rules().stream()
                        .map(rule -> scores(arena.of(t, rule), metric))
                        .filter(scores -> scores.length > 0)
                        .toArray(double[][]::new))
            .toArray(double[][][]::new);
    return new Bootstrap(ours, theirs, samples);
  }

  private static double[] scores(List<Arena.Scored> runs, Metric metric) {
    return runs.stream().mapToDouble(run -> run.score(metric)).toArray();
  }

  /** exp of the mean over tables of ln((ours + 0.005) / (theirs + 0.005)). */
  Ratio geometric() {
    return estimate(
        (ours, theirs) -> {
          double sum = 0;
          for (int i = 0; i < ours.length; i++) {
            sum += Math.log((ours[i] + OFFSET) / (theirs[i] + OFFSET));
          }
          return Math.exp(sum / ours.length);
        });
  }

  /** The ratio of the means over tables, which stalls cannot hide in. */
  Ratio arithmetic() {
    return estimate(
        (ours, theirs) -> Arrays.stream(ours).sum() / Math.max(1e-12, Arrays.stream(theirs).sum()));
  }

  private Ratio estimate(Summary summary) {
    int tables = ours.length;
    if (tables == 0) {
      return new Ratio(Double.NaN, Double.NaN, Double.NaN);
    }
    double[] mine = new double[tables];
    double[] others = new double[tables];
    for (int t = 0; t < tables; t++) {
      mine[t] = Arrays.stream(ours[t]).average().orElseThrow();
      others[t] =
          Arrays.stream(theirs[t])
              .mapToDouble(runs -> Arrays.stream(runs).average().orElseThrow())
              .min()
              .orElseThrow();
    }
    double value = summary.of(mine, others);
    double[] drawn = draw(summary);
    return new Ratio(value, quantile(drawn, TAIL), quantile(drawn, 1 - TAIL));
  }

  private double[] draw(Summary summary) {
    var random = new SplittableRandom(20_260_101);
    int tables = ours.length;
    double[] mine = new double[tables];
    double[] others = new double[tables];
    double[] drawn = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      for (int t = 0; t < tables; t++) {
        int table = random.nextInt(tables);
        mine[t] = resampledMean(ours[table], random);
        others[t] = Double.POSITIVE_INFINITY;
        for (double[] rule : theirs[table]) {
          others[t] = Math.min(others[t], resampledMean(rule, random));
        }
      }
      drawn[sample] = summary.of(mine, others);
    }
    Arrays.sort(drawn);
    return drawn;
  }

  private static double resampledMean(double[] runs, SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < runs.length; i++) {
      sum += runs[random.nextInt(runs.length)];
    }
    return sum / runs.length;
  }

  /** Of sorted numbers, linearly interpolated. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
