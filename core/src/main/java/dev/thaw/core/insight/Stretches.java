package dev.thaw.core.insight;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The slices of the training time in which a hyperparameter was active, in order, and what holds
 * from one of them on.
 */
final class Stretches {

  /** A few slices at the end may be a single trial that is trained for long. */
  private static final int SLICES_MIN = Settling.SLICES / 4;

  /** What fewer trials have in common is no choice of anybody. */
  static final int TRIALS_MIN = 8;

  private final List<Part> parts;

  /**
   * A slice.
   *
   * @param slice its number, from 0
   * @param trials who had its time
   * @param seconds how much of it each value got; not empty
   */
  record Part(int slice, Set<Integer> trials, Map<Settling.Place, Double> seconds) {}

  Stretches(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * The share of the time from which on something holds: however what follows is cut in two between
   * slices, of the time of either part, the later one a quarter of all slices or longer. So a short
   * look elsewhere changes nothing, unless it is in the first slice, and a long one does. Null if
   * it never holds, or only of fewer than eight trials.
   *
   * @param holds of how much time each value got
   */
  @Nullable Double from(Predicate<Map<Settling.Place, Double>> holds) {
    int first = earliest(holds);
    for (int i = first; i <= parts.size() - SLICES_MIN && trials(i) >= TRIALS_MIN; i++) {
      if (holdsUpToAll(i, holds)) {
        return (double) parts.get(i).slice() / Settling.SLICES;
      }
    }
    return null;
  }

  /** The first slice from which on all later parts hold; how many slices there are if none. */
  private int earliest(Predicate<Map<Settling.Place, Double>> holds) {
    Map<Settling.Place, Double> pool = new LinkedHashMap<>();
    int first = parts.size();
    for (int i = parts.size() - 1; i >= 0; i--) {
      pour(parts.get(i), pool);
      if (i <= parts.size() - SLICES_MIN) {
        if (!holds.test(pool)) {
          break;
        }
        first = i;
      }
    }
    return first;
  }

  private boolean holdsUpToAll(int from, Predicate<Map<Settling.Place, Double>> holds) {
    Map<Settling.Place, Double> pool = new LinkedHashMap<>();
    for (Part part : parts.subList(from, parts.size())) {
      pour(part, pool);
      if (!holds.test(pool)) {
        return false;
      }
    }
    return true;
  }

  private static void pour(Part part, Map<Settling.Place, Double> pool) {
    part.seconds().forEach((place, time) -> pool.merge(place, time, Double::sum));
  }

  private int trials(int from) {
    Set<Integer> trials = new HashSet<>();
    parts.subList(from, parts.size()).forEach(part -> trials.addAll(part.trials()));
    return trials.size();
  }
}
