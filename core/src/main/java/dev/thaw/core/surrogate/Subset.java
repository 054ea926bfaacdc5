package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A choice of the trials that matter most, for a model or a fit that cannot take all.
 *
 * <p>Two thirds of the places go to the longest curves; half of the rest to those with the lowest
 * last value, and what is left is spread evenly over the others. Ties go to the earlier trial.
 */
public final class Subset {
  private Subset() {}

  /**
   * Returns the indices of at most {@code most} curves in ascending order; all if there are no
   * more. Curves without values count as the shortest and the worst.
   */
  public static List<Integer> of(List<CurveData> curves, int most) {
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      if (curves.get(i).size() > 0) {
        rest.add(i);
      }
    }
    if (rest.size() <= most) {
      return rest;
    }
    List<Integer> chosen = new ArrayList<>();
    Comparator<Integer> length = Comparator.comparingInt(i -> -curves.get(i).size());
    take(rest, chosen, 2 * most / 3, length);
    Comparator<Integer> quality = Comparator.comparingDouble(i -> last(curves.get(i)));
    take(rest, chosen, (most - chosen.size()) / 2, quality);
    int left = most - chosen.size();
    rest.sort(Comparator.naturalOrder());
    for (int i = 0; i < left; i++) {
      chosen.add(rest.get((int) ((i + 0.5) * rest.size() / left)));
    }
    chosen.sort(Comparator.naturalOrder());
    return List.copyOf(chosen);
  }

  private static void take(
      List<Integer> rest, List<Integer> chosen, int count, Comparator<Integer> order) {
    rest.sort(order.thenComparing(Comparator.naturalOrder()));
    chosen.addAll(rest.subList(0, count));
    rest.subList(0, count).clear();
  }

  /** NaN sorts last. */
  private static double last(CurveData curve) {
    return curve.value(curve.size() - 1);
  }
}
