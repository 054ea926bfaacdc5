package dev.thaw.benchmarks.prediction;

import dev.thaw.core.surrogate.Outlook;
import dev.thaw.core.surrogate.Prediction;
import java.util.function.DoubleUnaryOperator;

/**
 * A distribution of what will be observed.
 *
 * @param mean its mean, in the units of the model
 * @param scale its scale, noise included; positive
 * @param tail its shape
 */
record Forecast(double mean, double scale, Tail tail) {

  /** The least scale: nobody is surer than this, so that no density is infinite. */
  static final double LEAST_SCALE = 0.01;

  /** A miss costs no more than this, so that one does not decide a mean. */
  static final double LEAST_LOG_DENSITY = -20;

  /** The share of a normal distribution that lies below one standard deviation. */
  private static final double ONE_DEVIATION = 0.8413447460685429;

  /** The shape of a distribution, with mean 0 and scale 1. */
  enum Tail {
    /** The normal distribution. */
    NORMAL(new Prediction(0, 1, 0)::quantile, new Prediction(0, 1, 0)::logDensity),
    /** Student's distribution with 4 degrees of freedom. */
    MODERATE(Outlook.Tails.MODERATE),
    /** Student's distribution with 2 degrees of freedom. */
    HEAVY(Outlook.Tails.HEAVY);

    private final DoubleUnaryOperator quantile;
    private final DoubleUnaryOperator logDensity;

    Tail(DoubleUnaryOperator quantile, DoubleUnaryOperator logDensity) {
      this.quantile = quantile;
      this.logDensity = logDensity;
    }

    Tail(Outlook.Tails tails) {
      this(tails::quantile, tails::logDensity);
    }

    double quantile(double probability) {
      return quantile.applyAsDouble(probability);
    }

    double logDensity(double standard) {
      return logDensity.applyAsDouble(standard);
    }

    private static Tail of(Outlook.Tails tails) {
      return switch (tails) {
        case MODERATE -> MODERATE;
        case HEAVY -> HEAVY;
      };
    }
  }

  /** A normal forecast whose scale is raised to the least; of what is no number, a wide guess. */
  static Forecast normal(double mean, double deviation) {
    return Double.isFinite(mean) && Double.isFinite(deviation)
        ? new Forecast(mean, Math.max(LEAST_SCALE, deviation), Tail.NORMAL)
        : new Forecast(0, 2, Tail.NORMAL);
  }

  /** The forecast of an outlook, its scale raised to the least. */
  static Forecast of(Outlook outlook) {
    double scale = Math.max(LEAST_SCALE, outlook.scale());
    return new Forecast(outlook.mean(), scale, Tail.of(outlook.tails()));
  }

  /** The error in halves of the middle 68 %, which are the normal's standard deviations. */
  double standardised(double truth) {
    return (truth - mean) / (scale * tail.quantile(ONE_DEVIATION));
  }

  /** Whether the truth lies in the middle interval that holds this share. */
  boolean holds(double share, double truth) {
    return Math.abs(truth - mean) <= scale * tail.quantile((1 + share) / 2);
  }

  /** The natural logarithm of the density of the truth, at least {@link #LEAST_LOG_DENSITY}. */
  double logDensity(double truth) {
    double density = tail.logDensity((truth - mean) / scale) - Math.log(scale);
    return Math.max(LEAST_LOG_DENSITY, density);
  }
}
