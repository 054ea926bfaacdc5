package dev.thaw.core.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of two points is better without doubt: Pareto dominance, for any number of objectives, all
 * minimised.
 */
public final class Domination {

  private Domination() {}

  /**
   * Whether one point is at least as good as another in every objective, and better in one. Equal
   * points do not dominate each other; a NaN is as bad as infinity.
   *
   * @throws IllegalArgumentException unless both have the same length
   */
  public static boolean dominates(double[] one, double[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "points must have as many objectives each, and have %d and %d."
              .formatted(one.length, other.length));
    }
    boolean better = false;
    for (int k = 0; k < one.length; k++) {
      double a = worstIfNaN(one[k]);
      double b = worstIfNaN(other[k]);
      if (a > b) {
        return false;
      }
      better |= a < b;
    }
    return better;
  }

  /**
   * The front of each point, from 0: those that no other dominates, then those that only they
   * dominate, and so on (Deb et al. 2002, section III-A). Equal points share a front.
   *
   * <p>Points are taken in lexical order, in which none is dominated by a later one, and each goes
   * to the first front that does not dominate it, found by bisection (Zhang, Tian, Cheng and Jin,
   * "ENS", 2015). For two objectives only the newest point of a front has to be looked at, so that
   * n points take O(n log n); for more it is O(n^2) at worst.
   *
   * @param points all of the same length
   */
  public static int[] fronts(double[][] points) {
    int[] front = new int[points.length];
    List<List<double[]>> fronts = new ArrayList<>();
    for (int index : lexical(points)) {
      int low = 0;
      int high = fronts.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isDominated(points[index], fronts.get(middle))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == fronts.size()) {
        fronts.add(new ArrayList<>());
      }
      fronts.get(low).add(points[index]);
      front[index] = low;
    }
    return front;
  }

  /** Whether a point is dominated by one of a front, all of which come before it lexically. */
  private static boolean isDominated(double[] point, List<double[]> front) {
    int least = point.length <= 2 ? front.size() - 1 : 0;
    for (int i = front.size() - 1; i >= least; i--) {
      if (dominates(front.get(i), point)) {
        return true;
      }
    }
    return false;
  }

  /** The indexes of the points that no other dominates, in ascending order. */
  public static int[] nonDominated(double[][] points) {
    int[] fronts = fronts(points);
    return IntStream.range(0, points.length).filter(i -> fronts[i] == 0).toArray();
  }

  /** The indexes by the first objective, then the second, and so on, then by index. */
  static int[] lexical(double[][] points) {
    return IntStream.range(0, points.length)
        .boxed()
        .sorted(
            (a, b) -> {
              int order = compare(points[a], points[b]);
              return order != 0 ? order : Integer.compare(a, b);
            })
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int compare(double[] one, double[] other) {
    for (int k = 0; k < one.length; k++) {
      double a = worstIfNaN(one[k]);
      double b = worstIfNaN(other[k]);
      if (a != b) { // By which 0.0 ties with -0.0.
        return a < b ? -1 : 1;
      }
    }
    return 0;
  }

  static double worstIfNaN(double score) {
    return Double.isNaN(score) ? Double.POSITIVE_INFINITY : score;
  }

  /** The points with infinity in the place of NaN. */
  static double[][] withoutNaN(double[][] points) {
    return Arrays.stream(points)
        .map(point -> Arrays.stream(point).map(Domination::worstIfNaN).toArray())
        .toArray(double[][]::new);
  }
}
