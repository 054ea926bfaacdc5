package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * A bracket on paper.
 *
 * @param levels the epochs of its rungs
 * @param sizes how many trials each rung holds; empty if it grows without limit
 */
record Layout(List<Integer> levels, List<Integer> sizes) {

  /** One trial, trained to the end. */
  static Layout single(int max) {
    return new Layout(List.of(max), List.of(1));
  }

  /**
   * The levels r, r eta, r eta^2, ... and R.
   *
   * <p>Differs from Li et al. 2018, Algorithm 1, line 4, as docs/algorithms.md says under "Ladder":
   * levels are whole multiples of r, and one that is closer to R than a factor of sqrt(eta) is left
   * out.
   */
  static List<Integer> levels(int min, int max, int eta) {
    List<Integer> levels = new ArrayList<>();
    for (int level = min; level < max; level *= eta) {
      boolean tooClose = (long) max * max < (long) level * level * eta;
      if (!tooClose) {
        levels.add(level);
      }
    }
    levels.add(max);
    return levels;
  }
}
