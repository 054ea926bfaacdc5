package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches how much of a search goes into expensive rows: the third of a table whose full training
 * takes longest. Confined to one simulation.
 */
final class DearShare implements StepObserver {

  private static final int QUARTERS = 4;

  private final CurveTable table;
  private final double budget;
  private final double limit;
  private final double[] dear = new double[QUARTERS];
  private final double[] all = new double[QUARTERS];
  private double idle;
  private @Nullable Instant begin;

  /**
   * A watch over one search.
   *
   * @param budget the virtual seconds that it has
   */
  DearShare(CurveTable table, double budget) {
    this.table = table;
    this.budget = budget;
    double[] sorted = new double[table.rows()];
    Arrays.setAll(sorted, table::trainingSeconds);
    Arrays.sort(sorted);
    this.limit = sorted[sorted.length * 2 / 3];
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    if (begin == null) {
      begin = step.input().at();
    }
    if (step.input() instanceof StudyInput.EpochReported report) {
      double elapsed = Duration.between(begin, report.at()).toNanos() / 1e9;
      int quarter = (int) Math.min(QUARTERS - 1.0, QUARTERS * elapsed / budget);
      StudyState state = decision.after();
      int row = row(state, state.trial(report.trial()).configuration());
      all[quarter] += report.seconds();
      idle += report.epoch() > table.epochs() ? report.seconds() : 0;
      dear[quarter] += table.trainingSeconds(row) > limit ? report.seconds() : 0;
    }
  }

  private static int row(StudyState state, Configuration configuration) {
    return state.spec().space().catalogue().orElseThrow().row(configuration).orElseThrow();
  }

  /**
   * One line of JSON with the shares added as {@code dear}, and as {@code idle} the share of all
   * seconds that went into epochs beyond the last of the table.
   */
  String appendedTo(String line) {
    String shares =
        Arrays.stream(shares())
            .mapToObj(share -> Double.isNaN(share) ? "null" : Double.toString(share))
            .collect(Collectors.joining(","));
    return line.substring(0, line.lastIndexOf('}'))
        + ",\"idle\":"
        + idleShare()
        + ",\"dear\":["
        + shares
        + "]}";
  }

  private double idleShare() {
    double total = Arrays.stream(all).sum();
    return total > 0 ? idle / total : 0;
  }

  /** The share of the seconds of each quarter of the budget; NaN for one without any. */
  double[] shares() {
    double[] shares = new double[QUARTERS];
    Arrays.setAll(shares, i -> dear[i] / all[i]);
    return shares;
  }
}
