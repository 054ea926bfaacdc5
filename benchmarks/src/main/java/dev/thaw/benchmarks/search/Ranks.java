package dev.thaw.benchmarks.search;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/** Average ranks of policies over tables; 1 is the best, and ties share the mean of their ranks. */
final class Ranks {

  private Ranks() {}

  /** For each policy the mean of its ranks among all that ran on the same table. */
  static Map<String, Double> among(Arena arena, Metric metric) {
    Map<String, Double> sums = new TreeMap<>();
    for (String table : arena.tables()) {
      List<String> present = List.copyOf(arena.runs().get(table).keySet());
      double[] ranks = ranks(arena, table, present, metric);
      for (int i = 0; i < ranks.length; i++) {
        sums.merge(present.get(i), ranks[i], Double::sum);
      }
    }
    sums.replaceAll((policy, sum) -> sum / arena.shared(List.of(policy)).size());
    return sums;
  }

  /** The ranks of some policies, all of which ran on a table. */
  static double[] ranks(Arena arena, String table, List<String> policies, Metric metric) {
    double[] scores =
        policies.stream().mapToDouble(p -> arena.cell(table, p, metric).orElseThrow()).toArray();
    return new NaturalRanking(TiesStrategy.AVERAGE).rank(scores);
  }
}
