package dev.thaw.benchmarks.prediction;

/**
 * A normal distribution of what will be observed.
 *
 * @param mean its mean, in the units of the model
 * @param deviation its standard deviation, noise included; positive
 */
record Forecast(double mean, double deviation) {

  /** The least deviation: nobody is surer than this, so that no density is infinite. */
  static final double LEAST_DEVIATION = 0.01;

  /** A miss costs no more than this, so that one does not decide a mean. */
  static final double LEAST_LOG_DENSITY = -20;

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** A forecast whose deviation is raised to the least, and what is no number to a wide guess. */
  static Forecast of(double mean, double deviation) {
    return Double.isFinite(mean) && Double.isFinite(deviation)
        ? new Forecast(mean, Math.max(LEAST_DEVIATION, deviation))
        : new Forecast(0, 2);
  }

  /** The error in deviations. */
  double standardised(double truth) {
    return (truth - mean) / deviation;
  }

  /** The natural logarithm of the density of the truth, at least {@link #LEAST_LOG_DENSITY}. */
  double logDensity(double truth) {
    double z = standardised(truth);
    return Math.max(LEAST_LOG_DENSITY, -0.5 * z * z - HALF_LOG_TWO_PI - Math.log(deviation));
  }
}
