package dev.thaw.benchmarks.search;

import java.util.stream.IntStream;

/**
 * Scores runs on one table by normalised regret: the regret over that of a median row, from 0 to 1.
 * A run that has no value yet scores 1.
 *
 * @param facts what the table says
 */
record Scorer(TableFacts facts) {

  /** The mean over the log of what is spent is taken at this many points, ends included. */
  private static final int POINTS = 25;

  /** The normalised regret of a run once it has spent so much of its budget. */
  double at(LoggedRun run, double spent) {
    return facts.replicated() ? finalAt(run, spent) : at(run, run.regrets(), facts.spread(), spent);
  }

  /** The same for the last value of the incumbent's own full curve. */
  double finalAt(LoggedRun run, double spent) {
    return at(run, run.finalRegrets(), facts.finalSpread(), spent);
  }

  private static double at(LoggedRun run, double[] regrets, double spread, double spent) {
    int last = -1;
    while (last + 1 < regrets.length && run.spent()[last + 1] <= spent) {
      last++;
    }
    if (last < 0 || Double.isNaN(regrets[last])) {
      return 1;
    }
    if (spread <= 0) {
      // The median row is among the best: all that is not the best is nothing.
      return regrets[last] <= 0 ? 0 : 1;
    }
    return Math.clamp(regrets[last] / spread, 0.0, 1.0);
  }

  double score(LoggedRun run, Metric metric) {
    return metric
        .share()
        .map(share -> at(run, share * run.budget()))
        .orElseGet(() -> areaUnderCurve(run));
  }

  private double areaUnderCurve(LoggedRun run) {
    double low = Math.log(facts.training());
    double step = (Math.log(run.budget()) - low) / (POINTS - 1);
    return IntStream.range(0, POINTS)
        .mapToDouble(i -> at(run, Math.exp(low + i * step)))
        .average()
        .orElseThrow();
  }
}
