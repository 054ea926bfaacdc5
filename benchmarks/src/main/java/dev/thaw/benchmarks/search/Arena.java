package dev.thaw.benchmarks.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runs that may be compared: those with as many workers and as large a budget.
 *
 * @param workers how many trials trained at once
 * @param trainings the budget in full trainings
 * @param runs scored runs by table, and then by policy; at least one each
 */
record Arena(
    int workers, double trainings, SortedMap<String, SortedMap<String, List<Scored>>> runs) {

  /**
   * A run with its scores.
   *
   * @param run the run
   * @param scores one for each {@link Metric}
   * @param finalScore the normalised regret of what it recommends at its end
   */
  record Scored(LoggedRun run, double[] scores, double finalScore) {

    static Scored of(LoggedRun run, Scorer scorer) {
      double[] scores = new double[Metric.values().length];
      for (Metric metric : Metric.values()) {
        scores[metric.ordinal()] = scorer.score(run, metric);
      }
      return new Scored(run, scores, scorer.finalAt(run, run.budget()));
    }

    double score(Metric metric) {
      return scores[metric.ordinal()];
    }
  }

  private record Size(int workers, double trainings) {}

  /**
   * Sorts runs into arenas. Runs that were cut short, and runs on tables that nobody described, are
   * left out.
   */
  static List<Arena> of(List<LoggedRun> runs, Map<String, TableFacts> tables) {
    SortedMap<Size, Arena> arenas =
        new TreeMap<>(Comparator.comparingInt(Size::workers).thenComparingDouble(Size::trainings));
    for (LoggedRun run : runs) {
      TableFacts facts = tables.get(run.table());
      if (facts != null && run.complete() && run.budget() > 0) {
        double trainings = Math.round(100 * run.budget() / facts.training()) / 100.0;
        arenas
            .computeIfAbsent(
                new Size(run.workers(), trainings),
                size -> new Arena(size.workers(), size.trainings(), new TreeMap<>()))
            .runs()
            .computeIfAbsent(run.table(), _ -> new TreeMap<>())
            .computeIfAbsent(run.peer(), _ -> new ArrayList<>())
            .add(Scored.of(run, new Scorer(facts)));
      }
    }
    return List.copyOf(arenas.values());
  }

  List<String> tables() {
    return List.copyOf(runs.keySet());
  }

  /** All policies, the one with the least mean area under the curve first. */
  List<String> policies() {
    return runs.values().stream()
        .flatMap(byPolicy -> byPolicy.keySet().stream())
        .distinct()
        .sorted(Comparator.comparingDouble(policy -> mean(policy, Metric.AUC)))
        .toList();
  }

  /** The runs of a policy on a table; empty if there are none. */
  List<Scored> of(String table, String policy) {
    return runs.get(table).getOrDefault(policy, List.of());
  }

  /** The tables on which all of some policies ran. */
  List<String> shared(List<String> policies) {
    return tables().stream()
        .filter(table -> runs.get(table).keySet().containsAll(policies))
        .toList();
  }

  /** A policy's score on a table, the mean over its seeds; empty if it did not run there. */
  Optional<Double> cell(String table, String policy, Metric metric) {
    List<Scored> scored = of(table, policy);
    return scored.isEmpty()
        ? Optional.empty()
        : Optional.of(scored.stream().mapToDouble(s -> s.score(metric)).average().orElseThrow());
  }

  /** A policy's mean over tables of its means over seeds. */
  double mean(String policy, Metric metric) {
    return shared(List.of(policy)).stream()
        .mapToDouble(table -> cell(table, policy, metric).orElseThrow())
        .average()
        .orElse(Double.NaN);
  }

  /** All runs of a policy. */
  List<Scored> runsOf(String policy) {
    return tables().stream().flatMap(table -> of(table, policy).stream()).toList();
  }

  String title() {
    return "%d %s, %s full trainings"
        .formatted(workers, workers == 1 ? "worker" : "workers", Text.number(trainings));
  }
}
