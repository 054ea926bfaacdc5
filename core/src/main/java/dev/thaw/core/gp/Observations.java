package dev.thaw.core.gp;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * Points and what was measured there, all of it finite.
 *
 * @param points n rows of one width, to be read only
 * @param targets n values, to be read only
 * @param dropped how many rows were left out because a number in them was not finite
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record Observations(double[][] points, double[] targets, int dropped) {

  /**
   * Returns the observations whose numbers are all finite, in the order given.
   *
   * @param points one row a point, copied
   * @param targets one value a point
   */
  public static Observations of(double[][] points, double[] targets) {
    if (points.length != targets.length) {
      throw new IllegalArgumentException(
          "points (%d) and targets (%d) must be as many.".formatted(points.length, targets.length));
    }
    var kept = new ArrayList<double[]>();
    double[] values = new double[targets.length];
    for (int i = 0; i < points.length; i++) {
      if (isFinite(points[i], targets[i])) {
        values[kept.size()] = targets[i];
        kept.add(points[i].clone());
      }
    }
    return new Observations(
        kept.toArray(double[][]::new),
        Arrays.copyOf(values, kept.size()),
        points.length - kept.size());
  }

  /** Returns the number n of points. */
  public int size() {
    return targets.length;
  }

  static boolean isFinite(double[] point, double target) {
    return Double.isFinite(target) && Arrays.stream(point).allMatch(Double::isFinite);
  }
}
