package dev.thaw.core.pareto;

import java.util.Arrays;

/**
 * Orders the points of one front so that any first part of it covers the front: the epsilon net of
 * Salinas et al., "A multi-objective perspective on jointly tuning hardware and hyperparameters",
 * 2021, which MO-ASHA uses (Schmucker et al. 2021). First comes the best in the first objective,
 * then always the point that is farthest from all before it.
 *
 * <p>Preferred to the crowding distance of NSGA-II because a rung promotes a few of a front: of the
 * points with the largest crowding distances two may be neighbours of each other.
 */
final class Spread {

  /** Nobody sees whether what follows so many covers the front evenly. */
  static final int PLACES = 100;

  private static final double TAKEN = -1;

  private Spread() {}

  /**
   * The order of the points: indexes, the first to be taken first. Distances are Euclidean, with
   * each objective scaled to [0, 1] over the finite values of these points; what is not finite is
   * 2, beyond the worst. Ties go to the smaller index. After {@value #PLACES} points the others
   * follow in lexical order of their scores, so that it takes O(n log n) steps.
   *
   * @param points all of the same length; at least one objective
   */
  static int[] order(double[][] points) {
    int[] order = new int[points.length];
    if (points.length <= 1) {
      return order;
    }
    double[][] scaled = scaled(points);
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int next = Domination.lexical(points)[0];
    int most = Math.min(PLACES, points.length);
    for (int place = 0; place < most; place++) {
      order[place] = next;
      nearest[next] = TAKEN;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(scaled[next], scaled[i]));
      }
      next = farthest(nearest);
    }
    int place = most;
    for (int other : Domination.lexical(points)) {
      if (nearest[other] != TAKEN) {
        order[place++] = other;
      }
    }
    return order;
  }

  private static int farthest(double[] nearest) {
    int farthest = 0;
    for (int i = 1; i < nearest.length; i++) {
      if (nearest[i] > nearest[farthest]) {
        farthest = i;
      }
    }
    return farthest;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += (one[k] - other[k]) * (one[k] - other[k]);
    }
    return sum;
  }

  /** Each objective from 0 for the best to 1 for the worst, 0 where all are equal. */
  static double[][] scaled(double[][] points) {
    double[][] scaled = new double[points.length][points[0].length];
    for (int k = 0; k < points[0].length; k++) {
      int objective = k;
      double[] finite =
          Arrays.stream(points).mapToDouble(p -> p[objective]).filter(Double::isFinite).toArray();
      double least = Arrays.stream(finite).min().orElse(0);
      double range = Arrays.stream(finite).max().orElse(0) - least;
      for (int i = 0; i < points.length; i++) {
        double score = Domination.worstIfNaN(points[i][k]);
        scaled[i][k] =
            Double.isFinite(score)
                ? range > 0 && Double.isFinite(range) ? (score - least) / range : 0
                : score > 0 ? 2 : -1;
      }
    }
    return scaled;
  }
}
