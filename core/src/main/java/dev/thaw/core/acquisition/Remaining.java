package dev.thaw.core.acquisition;

import java.util.List;

/**
 * Scores of what is left of a learning curve: its worth is the lowest value still to come, and its
 * price is the cost to the epoch where that is, not to the end.
 *
 * <p>The points of the curve are given in the order of their epochs.
 */
public final class Remaining {
  private Remaining() {}

  /**
   * The point of a curve that is worth most.
   *
   * @param point its index, from 0; -1 if no point has a score
   * @param logScore the logarithm of its score, negative infinity if there is none
   */
  public record Best(int point, double logScore) {
    static final Best NONE = new Best(-1, Double.NEGATIVE_INFINITY);
  }

  /**
   * The point with the largest expected improvement per cooled second; the earliest of equals.
   *
   * @param means per point
   * @param deviations per point, as many
   * @param best what is to be improved on
   * @param seconds per point, the cost from now to there, as many; see {@link
   *     Acquisition#perSecond}
   * @param exponent from 0, which ignores the cost, to 1
   */
  public static Best point(
      double[] means, double[] deviations, double best, double[] seconds, double exponent) {
    Best found = Best.NONE;
    for (int i = 0; i < means.length; i++) {
      double improvement = Acquisition.logExpectedImprovement(means[i], deviations[i], best);
      double score = Acquisition.perSecond(improvement, seconds[i], exponent);
      if (score > found.logScore) {
        found = new Best(i, score);
      }
    }
    return found;
  }

  /**
   * The point up to which the curve's minimum improves most per cooled second, over joint draws:
   * the mean over draws of {@code max(0, best - min of the first points)}. The earliest of equals;
   * the mean never falls from point to point, so without cost the last point with a gain is found.
   *
   * @param draws each one value per point; values that are NaN count as no improvement
   * @param seconds per point, the cost from now to there
   */
  public static Best minimum(List<double[]> draws, double best, double[] seconds, double exponent) {
    double[] improvements = improvements(draws, best, seconds.length);
    Best found = Best.NONE;
    for (int i = 0; i < improvements.length; i++) {
      double score = Acquisition.perSecond(Math.log(improvements[i]), seconds[i], exponent);
      if (score > found.logScore) {
        found = new Best(i, score);
      }
    }
    return found;
  }

  /**
   * The expected improvement of the minimum of the whole curve, over joint draws; 0 without any.
   */
  public static double expectedImprovementOfMinimum(List<double[]> draws, double best) {
    int points = draws.isEmpty() ? 0 : draws.getFirst().length;
    return points == 0 ? 0 : improvements(draws, best, points)[points - 1];
  }

  private static double[] improvements(List<double[]> draws, double best, int points) {
    double[] improvements = new double[points];
    for (double[] draw : draws) {
      double improvement = 0;
      for (int i = 0; i < points; i++) {
        if (best - draw[i] > improvement) {
          improvement = best - draw[i];
        }
        improvements[i] += improvement / draws.size();
      }
    }
    return improvements;
  }
}
