package dev.thaw.core.acquisition;

/** The standard normal distribution, accurate far into its lower tail. */
final class Normal {
  private static final double LOG_ROOT_2_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double ROOT_2 = Math.sqrt(2);
  private static final double ROOT_HALF_PI = Math.sqrt(Math.PI / 2);
  private static final double SERIES_BELOW = 1.5;

  private Normal() {}

  static double density(double u) {
    return Math.exp(logDensity(u));
  }

  static double logDensity(double u) {
    return -0.5 * u * u - LOG_ROOT_2_PI;
  }

  /** The probability below u, with a relative error of about 1e-15 on both sides. */
  static double cumulative(double u) {
    return u > 0 ? 1 - cumulative(-u) : density(u) * mills(-u);
  }

  static double logCumulative(double u) {
    return u > 0 ? Math.log1p(-cumulative(-u)) : logDensity(u) + Math.log(mills(-u));
  }

  /**
   * Mills's ratio, the probability above x over the density at x, for x at least 0: a continued
   * fraction (Laplace) for large x, the series of the error function for small x.
   */
  static double mills(double x) {
    if (x < SERIES_BELOW) {
      return ROOT_HALF_PI * Math.exp(0.5 * x * x) * upperBySeries(x);
    }
    double fraction = x;
    for (int k = terms(x); k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return 1 / fraction;
  }

  /** The remainder falls like exp(-2 x sqrt(k)). */
  private static int terms(double x) {
    return 12 + (int) (400 / (x * x));
  }

  /**
   * erfc(x / sqrt 2) for small x, by erf(z) = 2 / sqrt(pi) e^(-z^2) sum 2^n z^(2n+1) / (2n+1)!!.
   */
  private static double upperBySeries(double x) {
    double z = x / ROOT_2;
    double term = z;
    double sum = z;
    for (int n = 1; Math.abs(term) > 1e-18 * sum; n++) {
      term *= 2 * z * z / (2 * n + 1);
      sum += term;
    }
    return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
  }

  /**
   * 1 - x mills(x) for x at least 0, which is the expected improvement over the density: without
   * cancellation for large x, by the same continued fraction one level deeper.
   */
  static double improvementRatio(double x) {
    if (x < SERIES_BELOW) {
      return 1 - x * mills(x);
    }
    double fraction = x;
    for (int k = terms(x); k >= 2; k--) {
      fraction = x + k / fraction;
    }
    // mills = 1 / (x + 1 / fraction), so 1 - x mills = (1 / fraction) / (x + 1 / fraction).
    return 1 / (fraction * x + 1);
  }
}
