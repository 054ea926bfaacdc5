package dev.thaw.core.proposer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Trials that are compared although they did not reach the same level: each counts once, with what
 * it showed last, and one that was taken further is better than one that was not.
 */
final class Latest {

  /** Better first; NaN is the worst at any level, and equals are in the order of their numbers. */
  static final Comparator<Observed> BETTER_FIRST =
      Comparator.comparing((Observed one) -> Double.isNaN(one.score()))
          .thenComparing(Comparator.comparingInt(Observed::level).reversed())
          .thenComparingDouble(Observed::score)
          .thenComparingInt(Observed::trial);

  private Latest() {}

  /** What each trial showed at the highest level that it reached, by number. */
  static List<Observed> of(List<Observed> observed) {
    List<Observed> latest = new ArrayList<>();
    for (Observed one : observed) {
      if (!latest.isEmpty() && latest.getLast().trial() == one.trial()) {
        latest.removeLast();
      }
      latest.add(one);
    }
    return latest;
  }

  /** Those that could not be trained, by number, wherever that showed. */
  static List<Observed> infeasible(List<Observed> observed) {
    return of(observed).stream().filter(one -> Double.isNaN(one.score())).toList();
  }
}
