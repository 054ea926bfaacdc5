package dev.thaw.core.acquisition;

/**
 * Scores of one outcome that is normally distributed. Lower outcomes are better, higher scores too.
 *
 * <p>With u = (best - mean) / deviation. A deviation of 0 is the limit; a negative one, or a NaN
 * anywhere, gives the worst score: 0 for an improvement or a probability, negative infinity for a
 * logarithm or a bound.
 */
public final class Acquisition {
  private Acquisition() {}

  /**
   * The expected improvement below {@code best} (Jones, Schonlau and Welch 1998): {@code deviation
   * (u Phi(u) + phi(u))}.
   */
  public static double expectedImprovement(double mean, double deviation, double best) {
    double logarithm = logExpectedImprovement(mean, deviation, best);
    return Math.exp(logarithm);
  }

  /**
   * The natural logarithm of the expected improvement, with a relative error near 1e-14 as far down
   * as u = -1e8 and beyond, where the improvement itself is long zero (Ament, Daulton, Eriksson,
   * Balandat and Bakshy, "Unexpected improvements to expected improvement", 2023).
   *
   * <p>Differs from the paper in using a continued fraction of Mills's ratio for the tail.
   */
  public static double logExpectedImprovement(double mean, double deviation, double best) {
    if (!(deviation >= 0) || Double.isNaN(mean) || Double.isNaN(best)) {
      return Double.NEGATIVE_INFINITY;
    }
    if (deviation == 0) {
      return best > mean ? Math.log(best - mean) : Double.NEGATIVE_INFINITY;
    }
    double u = (best - mean) / deviation;
    if (u > 0) {
      return Math.log(deviation) + Math.log(u * Normal.cumulative(u) + Normal.density(u));
    }
    return Math.log(deviation) + Normal.logDensity(u) + Math.log(Normal.improvementRatio(-u));
  }

  /** The probability that the outcome is below {@code best}: Phi(u); a tie is no improvement. */
  public static double probabilityOfImprovement(double mean, double deviation, double best) {
    return Math.exp(logProbabilityOfImprovement(mean, deviation, best));
  }

  /** The natural logarithm of {@link #probabilityOfImprovement}, accurate in the tail. */
  public static double logProbabilityOfImprovement(double mean, double deviation, double best) {
    if (!(deviation >= 0) || Double.isNaN(mean) || Double.isNaN(best)) {
      return Double.NEGATIVE_INFINITY;
    }
    if (deviation == 0) {
      return best > mean ? 0 : Double.NEGATIVE_INFINITY;
    }
    return Normal.logCumulative((best - mean) / deviation);
  }

  /**
   * The negative lower confidence bound: {@code width deviation - mean} (Srinivas, Krause, Kakade
   * and Seeger 2010, GP-UCB, for minimisation).
   *
   * @param width how many deviations below the mean, usually 1 to 3
   */
  public static double confidenceBound(double mean, double deviation, double width) {
    double bound = width * deviation - mean;
    return deviation >= 0 && !Double.isNaN(bound) ? bound : Double.NEGATIVE_INFINITY;
  }

  /**
   * A logarithmic score per second, cooled: {@code logScore - exponent ln seconds} (Lee, Perrone,
   * Archambeau and Seeger, "Cost-aware Bayesian optimization", arXiv:2003.10870).
   *
   * @param logScore the logarithm of an improvement or a probability
   * @param seconds what it costs; what is not positive or not finite counts as not known, like 1
   * @param exponent from 0, which ignores the cost, to 1; see {@link #coolingExponent}
   */
  public static double perSecond(double logScore, double seconds, double exponent) {
    boolean known = seconds > 0 && seconds < Double.POSITIVE_INFINITY && exponent > 0;
    return Double.isNaN(logScore)
        ? Double.NEGATIVE_INFINITY
        : logScore - (known ? exponent * Math.log(seconds) : 0);
  }

  /**
   * The exponent of {@link #perSecond} that cools as a budget is spent: {@code 1 - spent / budget},
   * within 0 and 1; 0 for a budget that is not positive.
   */
  public static double coolingExponent(double spent, double budget) {
    double left = budget > 0 && spent >= 0 ? 1 - spent / budget : 0;
    return Double.isNaN(left) ? 0 : Math.max(0, Math.min(1, left));
  }
}
