package dev.thaw.core.forecast;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What is to be expected of a number: one in ten lies below {@code p10}, half below {@code p50},
 * one in ten above {@code p90}.
 */
public record Quantiles(double p10, double p50, double p90) {

  /**
   * The quantiles of some draws, linearly interpolated between ranks (type 7 of Hyndman and Fan
   * 1996).
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Quantiles of(DoubleStream draws) {
    double[] sorted = draws.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("draws (none) must be at least one.");
    }
    return new Quantiles(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double low = sorted[below];
    double high = sorted[Math.min(below + 1, sorted.length - 1)];
    return low + (place - below) * (high - low);
  }

  /** The same in another unit. */
  public Quantiles times(double factor) {
    double[] all = {p10 * factor, p50 * factor, p90 * factor};
    Arrays.sort(all);
    return new Quantiles(all[0], all[1], all[2]);
  }
}
