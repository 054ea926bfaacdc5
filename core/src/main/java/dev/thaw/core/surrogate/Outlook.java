package dev.thaw.core.surrogate;

import java.util.stream.IntStream;

/**
 * What will be observed at a later epoch of a curve, as a Student distribution: a {@link
 * Prediction} with the tails that curves have, and as wide as its errors are.
 *
 * <p>A {@link CurveModel} is too sure of what is far away where a policy chose what to train: it
 * learns how curves go on from the few that it trained for long, which are the good ones. Close to
 * what is known it is not sure enough. The scale is the predicted deviation, noise included, times
 * {@code exp(-1 - h ln q)}, where {@code h = ln(epoch / age) / ln(2 end)} is how far away the epoch
 * is and {@code q}, at least 0.1, is the share of all curves that are known to a quarter of their
 * length. Where q is above 0.15, as among random trials, most errors are smaller still and some are
 * not: tails are heavier. The numbers were fitted to 16 tables of learning curves;
 * docs/benchmarks.md says how well they do.
 *
 * @param mean the median too, in transformed units
 * @param scale the scale of the distribution; positive
 * @param tails its shape
 */
public record Outlook(double mean, double scale, Tails tails) {

  private static final double AT_ONCE = -1;
  private static final double UNINFORMED = -1;
  private static final double WELL_INFORMED = 0.15;
  private static final double LEAST_INFORMED = 0.1;

  /**
   * A configuration of which nothing is known counts as if so many epochs were: there the model
   * falls back on its prior, which is less wrong than what it makes of one epoch.
   */
  private static final int NEW_AGE = 2;

  private static final double LEAST_SCALE = 1e-6;

  /** Student's distribution with mean 0 and scale 1. */
  public enum Tails {
    /** With 2 degrees of freedom; its variance is infinite. */
    HEAVY {
      @Override
      public double quantile(double probability) {
        double spread = Math.sqrt(2 * probability * (1 - probability));
        return (2 * probability - 1) / spread;
      }

      @Override
      public double logDensity(double standard) {
        return Math.log(Math.sqrt(0.125)) - 1.5 * Math.log1p(standard * standard / 2);
      }
    },
    /** With 4 degrees of freedom; its standard deviation is {@code sqrt(2)}. */
    MODERATE {
      /** Shaw, "Sampling Student's T distribution", J. Comput. Finance 9, 2006, equation 37. */
      @Override
      public double quantile(double probability) {
        double root = Math.sqrt(4 * probability * (1 - probability));
        double q = Math.cos(Math.acos(Math.min(1, root)) / 3) / root;
        return Math.signum(probability - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1));
      }

      @Override
      public double logDensity(double standard) {
        return Math.log(0.375) - 2.5 * Math.log1p(standard * standard / 4);
      }
    };

    /** The value below which the variable lies with this probability; infinite at 0 and 1. */
    public abstract double quantile(double probability);

    /** The natural logarithm of the probability density. NaN for NaN. */
    public abstract double logDensity(double standard);
  }

  /**
   * Returns what to expect of a curve, given what a model predicts of it.
   *
   * @param prediction what the model predicts at the epoch
   * @param age how many epochs of the curve are known, at least 0
   * @param epoch the epoch that is foretold, positive; one that is known is as the next
   * @param end the last epoch of a full training, at least 1
   * @param informed the share of curves that are known for long; see {@link #informed}
   */
  public static Outlook of(Prediction prediction, int age, double epoch, int end, double informed) {
    double known = age == 0 ? NEW_AGE : age;
    double h = Math.log(Math.max(epoch, known) / known) / Math.log(2.0 * Math.max(1, end));
    double unseen = Math.log(Math.max(LEAST_INFORMED, Math.min(1, informed)));
    double factor = Math.exp(AT_ONCE + UNINFORMED * h * unseen);
    double scale = prediction.observedDeviation() * factor;
    Tails tails = informed > WELL_INFORMED ? Tails.HEAVY : Tails.MODERATE;
    return new Outlook(prediction.mean(), Math.max(LEAST_SCALE, scale), tails);
  }

  /**
   * Returns the share of the curves of a model, of those with values, that are known to a quarter
   * of their length; drawn towards a half as if one more curve were half known.
   *
   * @param end the last epoch of a full training
   */
  public static double informed(CurveModel model, int end) {
    long begun = IntStream.range(0, model.size()).filter(n -> model.observed(n) > 0).count();
    long known =
        IntStream.range(0, model.size()).filter(n -> 4L * model.observed(n) >= end).count();
    return (known + 0.5) / (begun + 1);
  }

  /** The value below which the observation lies with this probability; infinite at 0 and 1. */
  public double quantile(double probability) {
    return mean + scale * tails.quantile(probability);
  }

  /** The natural logarithm of the probability density of an observation. NaN for NaN. */
  public double logDensity(double observed) {
    return tails.logDensity((observed - mean) / scale) - Math.log(scale);
  }
}
