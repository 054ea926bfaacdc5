package dev.thaw.benchmarks.online;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The runs of all tasks and batch sizes together: geometric means over them, seed by seed, so that
 * an interval is one over seeds. Arms that were not run in each case, or with fewer seeds than the
 * rival, are left out of a comparison, or compared by the seeds that both have.
 */
record AllCases(List<Results> cases) {

  private static final double[] SHARES = {0.85, 0.9, 0.95};

  static AllCases of(Map<String, Map<Integer, Results>> results) {
    return new AllCases(
        results.values().stream().flatMap(byBatch -> byBatch.values().stream()).toList());
  }

  /** A row for each arm, against its schedule. */
  String markdown() {
    var text = new StringBuilder();
    text.append(
        "| arm | seeds | to 85 %, kept | all | to 90 %, kept | all | to 95 %, kept | all | end,"
            + " less the schedule's | trained |\n"
            + "|---|---|---|---|---|---|---|---|---|---|\n");
    for (String arm : arms()) {
      String schedule = OnlineReport.schedule(arm);
      int seeds = seeds(arm, schedule);
      if (seeds > 0) {
        text.append("| ").append(arm).append(" | ").append(seeds);
        for (double share : SHARES) {
          text.append(" | ").append(sooner(arm, schedule, schedule, share, false));
          text.append(" | ").append(sooner(arm, schedule, schedule, share, true));
        }
        text.append(" | ").append(ends(arm, schedule).text(3));
        text.append(String.format(Locale.ROOT, " | %.0f |%n", trained(arm, seeds)));
      }
    }
    return text.toString();
  }

  private Set<String> arms() {
    Set<String> arms = new LinkedHashSet<>();
    cases.forEach(runs -> runs.arms().forEach(arms::add));
    return arms;
  }

  /** How many seeds both have in each case. */
  int seeds(String arm, String rival) {
    return cases.stream()
        .mapToInt(runs -> Math.min(runs.of(arm).size(), runs.of(rival).size()))
        .min()
        .orElse(0);
  }

  /** How many times as soon as a rival an arm reaches a share of the schedule's best accuracy. */
  Spread sooner(String arm, String rival, String schedule, double share, boolean charged) {
    int seeds = Math.min(seeds(arm, rival), seeds(arm, schedule));
    BiFunction<Results, String, double[]> epochs =
        (runs, name) ->
            Arrays.stream(runs.epochs(name, schedule, share, charged)).map(Math::log).toArray();
    double[] ours = means(arm, seeds, epochs);
    double[] theirs = means(rival, seeds, epochs);
    return Spread.ratio(
        Arrays.stream(theirs).map(Math::exp).toArray(),
        Arrays.stream(ours).map(Math::exp).toArray());
  }

  /** How much better an arm ends than a rival. */
  Spread ends(String arm, String rival) {
    BiFunction<Results, String, double[]> ends = (runs, name) -> runs.figures(name, Run::lastTest);
    int seeds = seeds(arm, rival);
    return Spread.difference(means(arm, seeds, ends), means(rival, seeds, ends));
  }

  private double trained(String arm, int seeds) {
    return Spread.mean(
            means(arm, seeds, (runs, name) -> runs.figures(name, run -> run.rows().size())))
        .value();
  }

  /** The mean over all cases, seed by seed. */
  private double[] means(String arm, int seeds, BiFunction<Results, String, double[]> figure) {
    double[] means = new double[seeds];
    for (Results runs : cases) {
      double[] figures = figure.apply(runs, arm);
      Arrays.setAll(means, seed -> means[seed] + figures[seed] / cases.size());
    }
    return means;
  }
}
