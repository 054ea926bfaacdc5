package dev.thaw.benchmarks.continuous;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Configuration;
import java.util.Arrays;
import java.util.List;

/**
 * What a fixed list of configurations reaches on one data set. All but the seconds are scores, to
 * be minimised.
 *
 * @param best the best value at any epoch of any of them
 * @param bestFinal the best of their last values
 * @param median the median of each one's best value
 * @param finalMedian the median of their last values
 * @param medianSeconds the median of the seconds of an epoch
 */
record Reference(
    double best, double bestFinal, double median, double finalMedian, double medianSeconds) {

  /**
   * Measures a list of configurations.
   *
   * @param configurations at least one
   */
  static Reference of(List<Configuration> configurations, CurveSource source, Goal goal) {
    List<CurveSource.Curve> curves = configurations.stream().map(source::of).toList();
    double[] bests =
        curves.stream()
            .mapToDouble(c -> Arrays.stream(c.values()).map(goal::score).min().orElseThrow())
            .sorted()
            .toArray();
    double[] ends = curves.stream().mapToDouble(c -> goal.score(c.last())).sorted().toArray();
    double[] seconds = curves.stream().flatMapToDouble(c -> Arrays.stream(c.seconds())).toArray();
    Arrays.sort(seconds);
    return new Reference(bests[0], ends[0], middle(bests), middle(ends), middle(seconds));
  }

  private static double middle(double[] sorted) {
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
