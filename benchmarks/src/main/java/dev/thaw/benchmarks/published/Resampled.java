package dev.thaw.benchmarks.published;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean over tables, with the middle 95 % of what it is when tables are drawn with replacement.
 * The same numbers give the same interval.
 *
 * @param value the mean
 * @param low one in forty resamples lies below
 * @param high one in forty lies above
 */
record Resampled(double value, double low, double high) {

  private static final int SAMPLES = 2_000;

  /** The mean of at least one number. */
  static Resampled mean(double... tables) {
    var random = new SplittableRandom(20_260_101);
    double[] drawn = new double[SAMPLES];
    Arrays.setAll(
        drawn,
        _ ->
            random
                .ints(tables.length, 0, tables.length)
                .mapToDouble(i -> tables[i])
                .average()
                .orElseThrow());
    Arrays.sort(drawn);
    int tail = SAMPLES / 40;
    return new Resampled(
        Arrays.stream(tables).average().orElseThrow(), drawn[tail], drawn[SAMPLES - 1 - tail]);
  }
}
