package dev.thaw.core.acquisition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Thompson sampling from joint draws of learning curves: each draw is a world, and in each world
 * the curve with the lowest point is the one to run.
 *
 * <p>Many workers get different curves by themselves, because worlds differ; what two worlds agree
 * on goes to the first, and the other takes its next best.
 */
public final class JointThompson {
  private JointThompson() {}

  /**
   * Returns the curve with the lowest value of a draw; the lowest index of equals; -1 if there is
   * none. Values that are NaN are never chosen.
   *
   * @param draw one value per point
   * @param curves per point, the curve that it belongs to, from 0, as many
   */
  public static int lowest(double[] draw, int[] curves) {
    List<Integer> order = order(draw, curves);
    return order.isEmpty() ? -1 : order.getFirst();
  }

  /**
   * Returns a different curve for each draw, as long as there are any; draws choose in turn.
   *
   * @param draws each one value per point
   * @param curves per point, the curve that it belongs to, from 0
   */
  public static List<Integer> distinct(List<double[]> draws, int[] curves) {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (double[] draw : draws) {
      for (int curve : order(draw, curves)) {
        if (chosen.add(curve)) {
          break;
        }
      }
    }
    return List.copyOf(chosen);
  }

  /** The curves of a draw by their lowest values. */
  private static List<Integer> order(double[] draw, int[] curves) {
    List<Integer> points = new ArrayList<>();
    for (int i = 0; i < curves.length; i++) {
      if (!Double.isNaN(draw[i])) {
        points.add(i);
      }
    }
    points.sort(Comparator.<Integer>comparingDouble(i -> draw[i]).thenComparing(i -> curves[i]));
    Set<Integer> order = new LinkedHashSet<>();
    for (int i : points) {
      order.add(curves[i]);
    }
    return List.copyOf(order);
  }
}
