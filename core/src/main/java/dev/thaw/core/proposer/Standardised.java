package dev.thaw.core.proposer;

import java.util.Arrays;

/**
 * Scores with mean 0 and deviation 1. What is far worse than the median is drawn in to a cap, three
 * times as far above the median as the best is below: no model has to explain how badly a run
 * diverged.
 */
public record Standardised(double cap, double mean, double deviation) {
  private static final double CAP = 3;

  /** The scale of some scores, all finite; if they are all equal, deviations are 1. */
  public static Standardised of(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    double best = sorted.length == 0 ? 0 : sorted[0];
    double range = CAP * (median - best);
    double cap = range > 0 ? median + range : Double.POSITIVE_INFINITY;
    double[] capped = Arrays.stream(scores).map(score -> Math.min(score, cap)).toArray();
    double mean = Arrays.stream(capped).average().orElse(0);
    double squares = Arrays.stream(capped).map(s -> (s - mean) * (s - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, scores.length));
    boolean isUsable = deviation > 1e-12 * Math.abs(mean) && deviation < Double.POSITIVE_INFINITY;
    return new Standardised(cap, mean, isUsable ? deviation : 1);
  }

  /** The scores on that scale, those above the cap as the cap. */
  public double[] apply(double[] scores) {
    return Arrays.stream(scores).map(s -> (Math.min(s, cap) - mean) / deviation).toArray();
  }
}
