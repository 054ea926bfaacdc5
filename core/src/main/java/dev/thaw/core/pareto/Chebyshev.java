package dev.thaw.core.pareto;

import dev.thaw.core.random.Draws;

/**
 * Makes one score of several, for rules that know one objective: the augmented Chebyshev function
 * of ParEGO (Knowles 2006, equation 2), with objectives scaled to [0, 1] over the points.
 *
 * <p>Each weighting has its optimum somewhere on the Pareto front, convex or not; with weights
 * drawn anew for each proposal the whole front is approached.
 */
public final class Chebyshev {

  /** How much the weighted sum counts beside the largest weighted objective. */
  private static final double AUGMENTED = 0.05;

  private Chebyshev() {}

  /**
   * Weights that are uniform over all that are positive and sum to 1: normalised exponential draws,
   * where Knowles takes an even grid of them.
   *
   * @param objectives how many, at least 1
   */
  public static double[] weights(int objectives, Draws draws) {
    double[] weights = new double[objectives];
    double sum = 0;
    for (int k = 0; k < objectives; k++) {
      weights[k] = -StrictMath.log(1 - draws.uniform(k)) + Double.MIN_NORMAL;
      sum += weights[k];
    }
    for (int k = 0; k < objectives; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /**
   * One score for each point, at least 0 where all are finite: {@code max_k w_k f_k + 0.05 sum_k
   * w_k f_k}. What is not finite is worse than the worst.
   *
   * @param points all with as many objectives as there are weights
   */
  public static double[] scores(double[][] points, double[] weights) {
    double[] scores = new double[points.length];
    if (points.length == 0) {
      return scores;
    }
    double[][] scaled = Spread.scaled(points);
    for (int i = 0; i < points.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        double weighted = weights[k] * scaled[i][k];
        largest = Math.max(largest, weighted);
        sum += weighted;
      }
      scores[i] = largest + AUGMENTED * sum;
    }
    return scores;
  }
}
