package dev.thaw.core.proposer;

import java.util.Arrays;

/**
 * Chooses the results that a model is made of where there are more than it can bear: the better
 * half of them for what the best ones are like, the other half spread as far apart as possible for
 * what lies between.
 */
final class Thinned {
  /** Of how many of the others each one that is spread is chosen, about. */
  private static final int CHOICE = 4;

  private Thinned() {}

  /**
   * The indexes of at most so many results, the best first; all of them if they are no more.
   *
   * @param limit at least 2
   */
  static int[] of(Results results, int limit) {
    int[] ranked = results.ranked();
    if (ranked.length <= limit) {
      return ranked;
    }
    int best = limit / 2;
    int[] chosen = Arrays.copyOf(ranked, limit);
    int[] others = everyFew(ranked, best, CHOICE * (limit - best));
    double[] apart = new double[others.length];
    Arrays.fill(apart, Double.POSITIVE_INFINITY);
    for (int i = 0; i < best; i++) {
      approach(results, others, apart, chosen[i]);
    }
    for (int i = best; i < limit; i++) {
      int farthest = farthest(apart);
      chosen[i] = others[farthest];
      approach(results, others, apart, chosen[i]);
    }
    return chosen;
  }

  /** At most so many of the entries from an index on, at equal distances. */
  private static int[] everyFew(int[] ranked, int from, int limit) {
    int count = Math.min(limit, ranked.length - from);
    int[] few = new int[count];
    for (int i = 0; i < count; i++) {
      few[i] = ranked[from + (int) ((long) i * (ranked.length - from) / count)];
    }
    return few;
  }

  private static void approach(Results results, int[] others, double[] apart, int chosen) {
    double[] centre = results.points()[chosen];
    for (int i = 0; i < others.length; i++) {
      apart[i] = Math.min(apart[i], squaredDistance(results.points()[others[i]], centre));
    }
  }

  private static int farthest(double[] apart) {
    int farthest = 0;
    for (int i = 1; i < apart.length; i++) {
      if (apart[i] > apart[farthest]) {
        farthest = i;
      }
    }
    apart[farthest] = Double.NEGATIVE_INFINITY;
    return farthest;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
