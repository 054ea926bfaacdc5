package dev.thaw.core.gp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A family of monotone maps of some columns of the unit cube onto themselves, so that a stationary
 * kernel fits functions that vary faster at one end: 1 - (1 - xᵃ)ᵇ, the distribution function of
 * Kumaraswamy (Snoek, Swersky, Zemel and Adams 2014, "Input warping for Bayesian optimization of
 * non-stationary functions", who use the beta distribution).
 *
 * <p>Hyperparameters: ln a and ln b for each column in turn, both ~ N(0, 0.5), where nothing is
 * warped at 0. What lies outside the unit interval is moved to its nearest end.
 *
 * @param columns the columns to warp; none for the identity
 */
public record Warping(List<Integer> columns) {

  /** Copies the columns. */
  public Warping {
    columns = List.copyOf(columns);
  }

  /** Returns the warping of some columns. */
  public static Warping of(int... columns) {
    return new Warping(IntStream.of(columns).boxed().toList());
  }

  /** Returns the identity, which has no hyperparameters. */
  public static Warping none() {
    return of();
  }

  /** Returns the hyperparameters in the order of {@link #apply}. */
  public List<Hyperparameter> hyperparameters() {
    var all = new ArrayList<Hyperparameter>();
    for (int column : columns) {
      all.add(new Hyperparameter("ln a[" + column + "]", 0, 0.5, -3, 3));
      all.add(new Hyperparameter("ln b[" + column + "]", 0, 0.5, -3, 3));
    }
    return List.copyOf(all);
  }

  /**
   * Returns a warped copy of a point.
   *
   * @param theta a vector that holds the hyperparameters from {@code offset} on
   */
  public double[] apply(double[] point, double[] theta, int offset) {
    double[] warped = point.clone();
    for (int k = 0; k < columns.size(); k++) {
      double a = StrictMath.exp(theta[offset + 2 * k]);
      double b = StrictMath.exp(theta[offset + 2 * k + 1]);
      double x = Math.clamp(point[columns.get(k)], 0.0, 1.0);
      warped[columns.get(k)] = 0.0 - StrictMath.expm1(b * logRemainder(x, a));
    }
    return warped;
  }

  /** ln(1 - xᵃ) without cancellation. */
  private static double logRemainder(double x, double a) {
    return StrictMath.log(-StrictMath.expm1(a * StrictMath.log(x)));
  }

  /**
   * Adds to the slopes of the hyperparameters what one point contributes.
   *
   * @param point before warping
   * @param slopes the derivative of the result with respect to the warped point
   * @param thetaSlopes the sum, indexed as {@code theta}
   */
  void pullBack(double[] point, double[] theta, int offset, double[] slopes, double[] thetaSlopes) {
    for (int k = 0; k < columns.size(); k++) {
      double x = point[columns.get(k)];
      int place = offset + 2 * k;
      double a = StrictMath.exp(theta[place]);
      double b = StrictMath.exp(theta[place + 1]);
      double log = logRemainder(x, a);
      if (x > 0 && x < 1 && log < 0 && log > Double.NEGATIVE_INFINITY) {
        double slope = slopes[columns.get(k)] * b * StrictMath.exp(b * log);
        double logPower = a * StrictMath.log(x);
        thetaSlopes[place] += slope * logPower * StrictMath.exp(logPower - log);
        thetaSlopes[place + 1] -= slope * log;
      }
    }
  }
}
