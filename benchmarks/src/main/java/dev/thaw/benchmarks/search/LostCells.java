package dev.thaw.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The tables on which a policy is surely worse than the yardstick: the one-sided 95 % bound of its
 * normalised regret less 1.1 times that of the best rule lies above 0.02.
 */
final class LostCells {

  private static final double TOLERANCE = 1.1;
  private static final double MARGIN = 0.02;
  private static final double LEVEL = 0.95;

  /** Two runs are the least that have a variance. */
  private static final int RUNS_MIN = 2;

  private LostCells() {}

  /** The tables that are lost, in order. */
  static List<String> of(Arena arena, String policy, Yardstick yardstick, Metric metric) {
    List<String> lost = new ArrayList<>();
    for (String table : compared(arena, policy, yardstick)) {
      String rule = yardstick.best(arena, table, metric).orElseThrow();
      double[] ours = scores(arena, table, policy, metric);
      double[] theirs = scores(arena, table, rule, metric);
      if (lowerBound(ours, theirs) > MARGIN) {
        lost.add(table);
      }
    }
    return lost;
  }

  /** The tables on which both ran. */
  static List<String> compared(Arena arena, String policy, Yardstick yardstick) {
    return arena.shared(List.of(policy)).stream()
        .filter(table -> yardstick.best(arena, table, Metric.AUC).isPresent())
        .toList();
  }

  private static double[] scores(Arena arena, String table, String policy, Metric metric) {
    return arena.of(table, policy).stream().mapToDouble(run -> run.score(metric)).toArray();
  }

  /** The lower bound of mean(ours) - 1.1 mean(theirs), by Welch's t. */
  static double lowerBound(double[] ours, double[] theirs) {
    double difference = mean(ours) - TOLERANCE * mean(theirs);
    if (ours.length < RUNS_MIN || theirs.length < RUNS_MIN) {
      return Double.NEGATIVE_INFINITY;
    }
    double a = variance(ours) / ours.length;
    double b = TOLERANCE * TOLERANCE * variance(theirs) / theirs.length;
    if (a + b == 0) {
      return difference;
    }
    double freedom = (a + b) * (a + b) / (a * a / (ours.length - 1) + b * b / (theirs.length - 1));
    double t = new TDistribution(freedom).inverseCumulativeProbability(LEVEL);
    return difference - t * Math.sqrt(a + b);
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  private static double variance(double[] numbers) {
    double mean = mean(numbers);
    return Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum() / (numbers.length - 1);
  }
}
