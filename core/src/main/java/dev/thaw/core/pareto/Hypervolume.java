package dev.thaw.core.pareto;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The volume of what a set of points dominates, up to a reference point; exact for one, two and
 * three objectives. The larger, the better the set.
 */
public final class Hypervolume {

  private Hypervolume() {}

  /**
   * The volume of all that is at least as bad as some point and at least as good as the reference.
   * Points that are not better than the reference in every objective, and those with a NaN, add
   * nothing; so do dominated ones and copies. 0 for no points.
   *
   * <p>Two objectives are swept in O(n log n). Three are cut into slices of the third, each swept
   * as two, in O(n^2 log n).
   *
   * @param points each with as many objectives as the reference
   * @param reference finite, 1 to 3 objectives
   * @throws IllegalArgumentException if there are more objectives, or the reference is not finite
   */
  public static double of(double[][] points, double[] reference) {
    if (reference.length < 1 || reference.length > 3) {
      throw new IllegalArgumentException(
          "reference (%d objectives) must have 1 to 3.".formatted(reference.length));
    }
    if (!Arrays.stream(reference).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "reference (%s) must be finite.".formatted(Arrays.toString(reference)));
    }
    double[][] inside =
        Arrays.stream(Domination.withoutNaN(points))
            .filter(point -> isInside(point, reference))
            .toArray(double[][]::new);
    return switch (reference.length) {
      case 1 ->
          reference[0] - Arrays.stream(inside).mapToDouble(p -> p[0]).min().orElse(reference[0]);
      case 2 -> area(inside, inside.length, reference);
      default -> volume(inside, reference);
    };
  }

  /** What a point adds to the volume of others; 0 if they dominate it. */
  public static double added(double[] point, double[][] others, double[] reference) {
    double[][] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = point;
    return Math.max(0, of(all, reference) - of(others, reference));
  }

  private static boolean isInside(double[] point, double[] reference) {
    for (int k = 0; k < reference.length; k++) {
      if (!(point[k] < reference[k])) {
        return false;
      }
    }
    return true;
  }

  /** The area of the first points of an array in the first two objectives. */
  private static double area(double[][] points, int count, double[] reference) {
    double[][] sorted = Arrays.copyOf(points, count);
    Arrays.sort(sorted, Comparator.comparingDouble((double[] p) -> p[0]));
    double area = 0;
    double height = reference[1];
    for (double[] point : sorted) {
      if (point[1] < height) {
        area += (reference[0] - point[0]) * (height - point[1]);
        height = point[1];
      }
    }
    return area;
  }

  private static double volume(double[][] points, double[] reference) {
    double[][] sorted = points.clone();
    Arrays.sort(sorted, Comparator.comparingDouble((double[] p) -> p[2]));
    double volume = 0;
    for (int i = 0; i < sorted.length; i++) {
      double upTo = i + 1 < sorted.length ? sorted[i + 1][2] : reference[2];
      if (upTo > sorted[i][2]) {
        volume += (upTo - sorted[i][2]) * area(sorted, i + 1, reference);
      }
    }
    return volume;
  }
}
