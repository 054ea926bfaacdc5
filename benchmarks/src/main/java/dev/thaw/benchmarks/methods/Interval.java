package dev.thaw.benchmarks.methods;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A mean over tables of means over runs, with the middle 95 % of what it is when tables, and then
 * the runs of each, are drawn with replacement. The same numbers give the same interval.
 *
 * @param mean NaN if there are no numbers
 * @param low one in forty resamples lies below
 * @param high one in forty resamples lies above
 */
record Interval(double mean, double low, double high) {

  private static final double TAIL = 0.025;

  /**
   * The interval of some numbers.
   *
   * @param tables for each table its runs, at least one each
   * @param samples how often to resample, at least 1
   */
  static Interval of(Collection<double[]> tables, int samples) {
    if (tables.isEmpty()) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    List<double[]> all = List.copyOf(tables);
    var random = new SplittableRandom(20_260_101);
    double[] drawn = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      double sum = 0;
      for (int t = 0; t < all.size(); t++) {
        double[] runs = all.get(random.nextInt(all.size()));
        sum +=
            random.ints(runs.length, 0, runs.length).mapToDouble(r -> runs[r]).average().orElse(0);
      }
      drawn[sample] = sum / all.size();
    }
    Arrays.sort(drawn);
    double mean =
        all.stream()
            .mapToDouble(runs -> Arrays.stream(runs).average().orElseThrow())
            .average()
            .orElseThrow();
    int tail = (int) (TAIL * (samples - 1));
    return new Interval(mean, drawn[tail], drawn[samples - 1 - tail]);
  }

  @Override
  public String toString() {
    return Double.isNaN(mean)
        ? "–"
        : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", mean, low, high);
  }
}
