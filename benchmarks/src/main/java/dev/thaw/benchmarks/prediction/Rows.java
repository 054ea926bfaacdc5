package dev.thaw.benchmarks.prediction;

import dev.thaw.core.random.Draws;

/** Draws of rows without repetition. */
final class Rows {

  private Rows() {}

  /** The numbers from 0 to {@code count - 1} in random order. */
  static int[] shuffled(int count, Draws draws) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      int other = draws.below(i + 1, i);
      rows[i] = rows[other];
      rows[other] = i;
    }
    return rows;
  }
}
