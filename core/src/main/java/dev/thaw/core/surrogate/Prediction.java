package dev.thaw.core.surrogate;

/**
 * A normal distribution of one value of one curve.
 *
 * @param mean the mean, in transformed units
 * @param variance the variance of the curve itself, without noise; at least 0
 * @param noise the variance that observing it adds; at least 0
 */
public record Prediction(double mean, double variance, double noise) {

  /** The standard deviation of the curve itself. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /** The standard deviation of an observation. */
  public double observedDeviation() {
    return Math.sqrt(variance + noise);
  }
}
