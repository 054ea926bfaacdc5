package dev.thaw.core.proposer;

import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What can be compared, as numbers: what trials showed at one level.
 *
 * @param space where they come from
 * @param shown by number of the trial
 * @param points for each, its point of the unit cube
 * @param scores for each, its score; the worst of the others where it is not finite, 0 if none is
 * @param feasible how many have a finite score
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record Results(
    SearchSpace space, List<Observed> shown, double[][] points, double[] scores, int feasible) {

  /**
   * What is known at the highest level that enough trials have reached: one more than the space has
   * dimensions.
   *
   * @param least how many are enough where that is more
   */
  static Results of(Knowledge known, int least) {
    return of(known.space(), known.comparable(Math.max(least, known.space().dimension() + 1)));
  }

  static Results of(SearchSpace space, List<Observed> shown) {
    double[] finite =
        shown.stream().mapToDouble(Observed::score).filter(Double::isFinite).toArray();
    double worst = Arrays.stream(finite).max().orElse(0);
    return new Results(
        space,
        shown,
        shown.stream().map(one -> space.encode(one.configuration())).toArray(double[][]::new),
        shown.stream().mapToDouble(one -> isFeasible(one) ? one.score() : worst).toArray(),
        finite.length);
  }

  private static boolean isFeasible(Observed one) {
    return Double.isFinite(one.score());
  }

  int size() {
    return scores.length;
  }

  /**
   * Whether a model can learn from them: some score is finite, and there is something to choose.
   */
  boolean isInformative() {
    return feasible > 0 && space.dimension() > 0;
  }

  /** Whether the score of a result is its own. */
  boolean isFeasible(int index) {
    return isFeasible(shown.get(index));
  }

  /** The results from one index to another, exclusive. */
  Results between(int from, int to) {
    return from == 0 && to == size() ? this : of(space, shown.subList(from, to));
  }

  /** The indexes of all results, the best first; of equal ones the earlier. */
  int[] ranked() {
    return IntStream.range(0, size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> !isFeasible(i))
                .thenComparingDouble(i -> scores[i])
                .thenComparing(i -> i))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The scores at some indexes. */
  double[] scores(int[] which) {
    return Arrays.stream(which).mapToDouble(i -> scores[i]).toArray();
  }
}
