package dev.thaw.core.budget;

/**
 * How long the epochs of a study take: the moments of the natural logarithms of their seconds.
 * Epochs whose time is not known, or not positive, are left out.
 *
 * @param epochs how many there were
 * @param sum the sum of the logarithms
 * @param squares the sum of their squares
 * @param fastest the seconds of the fastest; infinite before the first
 * @param slowest the seconds of the slowest; 0 before the first
 */
public record Pace(long epochs, double sum, double squares, double fastest, double slowest) {

  /** The standard normal quantile of 0.9. */
  private static final double NINTH_DECILE = 1.2815515655446004;

  private static final double USUAL_DEVIATION = 0.15;
  private static final double PRIOR_WEIGHT = 4;

  /** No epoch was timed yet. */
  public static Pace unknown() {
    return new Pace(0, 0, 0, Double.POSITIVE_INFINITY, 0);
  }

  /** After one more epoch. */
  public Pace after(double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      return this;
    }
    double log = Math.log(seconds);
    return new Pace(
        epochs + 1,
        sum + log,
        squares + log * log,
        Math.min(fastest, seconds),
        Math.max(slowest, seconds));
  }

  /** Whether any epoch was timed. */
  public boolean isKnown() {
    return epochs > 0;
  }

  /** The median of an epoch's seconds; NaN if not known. */
  public double median() {
    return Math.exp(sum / epochs);
  }

  /**
   * The seconds that the next epoch does not exceed in nine of ten cases; NaN if not known. The
   * deviation of the logarithms is drawn towards 0.15, as by four epochs.
   */
  public double ninthDecile() {
    double mean = sum / epochs;
    double residual = Math.max(0, squares - epochs * mean * mean);
    double prior = PRIOR_WEIGHT * USUAL_DEVIATION * USUAL_DEVIATION;
    double variance = (residual + prior) / (epochs + PRIOR_WEIGHT) * (1 + 1.0 / epochs);
    return Math.exp(mean + NINTH_DECILE * Math.sqrt(variance));
  }
}
