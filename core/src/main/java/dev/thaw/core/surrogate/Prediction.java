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

  /**
   * The value below which the curve itself lies with this probability; infinite at 0 and 1 unless
   * the variance is 0.
   */
  public double quantile(double probability) {
    return variance == 0 ? mean : mean + NormalQuantile.at(probability) * deviation();
  }

  /**
   * The natural logarithm of the probability density of observing this value: how well the model
   * foretold it. NaN for NaN.
   */
  public double logDensity(double observed) {
    double total = Math.max(variance + noise, Double.MIN_NORMAL);
    double residual = observed - mean;
    return -0.5 * (residual * residual / total + Math.log(2 * Math.PI * total));
  }
}
