package dev.thaw.core.ensemble;

import dev.thaw.core.random.Draws;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * An ensemble against the best model, on rows by which neither was chosen: both are chosen by one
 * half of the rows and measured on the other. What was chosen by rows looks better on them than it
 * is, and an ensemble, which is chosen by more, more so.
 *
 * @param ensemble the mean loss of the ensemble on the held-out rows
 * @param best that of the model that was best on the other rows
 * @param gain by how much the ensemble is better: best minus ensemble
 * @param error the standard error of the gain, over rows; NaN for fewer than two held-out rows
 * @param rows how many rows were held out
 */
public record Comparison(double ensemble, double best, double gain, double error, int rows) {

  /**
   * Compares.
   *
   * @param library at least two rows
   * @param seed which rows are held out; the same for all selections with one seed
   * @throws IllegalArgumentException if there are fewer than two rows
   */
  public static Comparison of(Library library, GreedySelection selection, long seed) {
    if (library.rows() < 2) {
      throw new IllegalArgumentException(
          "rows (%d) must be at least 2, one of them to hold out.".formatted(library.rows()));
    }
    Draws draws = Draws.of(seed, "ensemble.rows", 0);
    int[] shuffled =
        IntStream.range(0, library.rows())
            .boxed()
            .sorted(Comparator.comparingDouble(draws::uniform))
            .mapToInt(Integer::intValue)
            .toArray();
    int half = (library.rows() + 1) / 2;
    Library chosenBy = library.at(IntStream.of(shuffled).limit(half).sorted().toArray());
    Library heldOut = library.at(IntStream.of(shuffled).skip(half).sorted().toArray());
    double[] only = new double[library.models()];
    only[chosenBy.best()] = 1;
    return of(heldOut.losses(selection.weights(chosenBy)), heldOut.losses(only));
  }

  private static Comparison of(double[] ensemble, double[] best) {
    int rows = best.length;
    double ours = IntStream.range(0, rows).mapToDouble(i -> ensemble[i]).average().orElseThrow();
    double theirs = IntStream.range(0, rows).mapToDouble(i -> best[i]).average().orElseThrow();
    double gain = theirs - ours;
    double squares =
        IntStream.range(0, rows)
            .mapToDouble(i -> best[i] - ensemble[i] - gain)
            .map(difference -> difference * difference)
            .sum();
    double error = rows < 2 ? Double.NaN : Math.sqrt(squares / (rows - 1) / rows);
    return new Comparison(ours, theirs, gain, error, rows);
  }
}
