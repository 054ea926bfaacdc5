package dev.thaw.core.pareto;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks outcomes of several objectives: feasible ones before others; of those that break a limit
 * the one that breaks it least first (Deb 2000, "An efficient constraint handling method for
 * genetic algorithms"); of feasible ones by front, and within a front by {@link Spread}.
 */
public final class Order {

  private Order() {}

  /**
   * The place of each outcome: 0 for the first, then 1, and so on, each once. What ties in all of
   * this goes by index.
   *
   * @param outcomes all with the same number of objectives
   */
  public static int[] places(List<Outcome> outcomes) {
    int[] feasible =
        IntStream.range(0, outcomes.size()).filter(i -> outcomes.get(i).feasible()).toArray();
    int[] places = new int[outcomes.size()];
    int next = 0;
    for (int index : byFront(feasible, outcomes)) {
      places[index] = next++;
    }
    int[] others =
        IntStream.range(0, outcomes.size())
            .filter(i -> !outcomes.get(i).feasible())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> outcomes.get(i).violation()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int index : others) {
      places[index] = next++;
    }
    return places;
  }

  private static int[] byFront(int[] which, List<Outcome> outcomes) {
    double[][] points =
        Arrays.stream(which).mapToObj(i -> outcomes.get(i).point()).toArray(double[][]::new);
    int[] fronts = Domination.fronts(points);
    int[] sorted =
        IntStream.range(0, which.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> fronts[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] order = new int[which.length];
    int begin = 0;
    while (begin < sorted.length) {
      int end = begin;
      while (end < sorted.length && fronts[sorted[end]] == fronts[sorted[begin]]) {
        end++;
      }
      int[] members = Arrays.copyOfRange(sorted, begin, end);
      double[][] here = Arrays.stream(members).mapToObj(i -> points[i]).toArray(double[][]::new);
      for (int member : Spread.order(here)) {
        order[begin++] = which[members[member]];
      }
    }
    return order;
  }

  /**
   * The Pareto front: the indexes of feasible outcomes that no other feasible one dominates, in
   * ascending order of the first score, then of the next ones, then by index; empty if nothing is
   * feasible.
   */
  public static List<Integer> front(List<Outcome> outcomes) {
    int[] feasible =
        IntStream.range(0, outcomes.size()).filter(i -> outcomes.get(i).feasible()).toArray();
    double[][] points =
        Arrays.stream(feasible).mapToObj(i -> outcomes.get(i).point()).toArray(double[][]::new);
    int[] best = Domination.nonDominated(points);
    double[][] front = Arrays.stream(best).mapToObj(i -> points[i]).toArray(double[][]::new);
    return Arrays.stream(Domination.lexical(front)).mapToObj(i -> feasible[best[i]]).toList();
  }
}
