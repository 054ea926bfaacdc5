package dev.thaw.core.proposer;

import java.util.Arrays;

/**
 * Balances what candidates are expected to score and how far they are from what is known (Regis and
 * Shoemaker 2007, "A stochastic radial basis function method").
 */
final class Merit {
  private Merit() {}

  /**
   * For each candidate {@code w (value - least) / (greatest - least) + (1 - w) (farthest -
   * distance) / (farthest - nearest)}: the less the better. Where all are equal the term counts as
   * 1 for each.
   *
   * @param values what they are expected to score: the less the better
   * @param distances the greater the better
   * @param weight of the values, from 0 to 1
   */
  static double[] of(double[] values, double[] distances, double weight) {
    double[] merits = new double[values.length];
    double least = Arrays.stream(values).min().orElse(0);
    double values0 = Arrays.stream(values).max().orElse(0) - least;
    double farthest = Arrays.stream(distances).max().orElse(0);
    double distances0 = farthest - Arrays.stream(distances).min().orElse(0);
    for (int i = 0; i < merits.length; i++) {
      merits[i] =
          weight * share(values[i] - least, values0)
              + (1 - weight) * share(farthest - distances[i], distances0);
    }
    return merits;
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : 1;
  }
}
