package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;

/** Draws one after the other, for loops that need an unknown number of them. */
final class Rolls {
  private final Draws draws;
  private int next;

  Rolls(Draws draws) {
    this.draws = draws;
  }

  /** The next uniform number from [0, 1). */
  double uniform() {
    return draws.uniform(next++);
  }

  /** The next uniform whole number from 0 up to but not including a bound. */
  int below(int bound) {
    return draws.below(bound, next++);
  }

  /** The next standard normal number. */
  double normal() {
    return draws.normal(next++);
  }

  /** The whole numbers from 0 up to but not including a bound, in random order. */
  int[] permutation(int bound) {
    int[] order = new int[bound];
    for (int i = 0; i < bound; i++) {
      int place = below(i + 1);
      order[i] = order[place];
      order[place] = i;
    }
    return order;
  }
}
