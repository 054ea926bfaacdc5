package dev.thaw.core.forecast;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;

/**
 * How much of its budget a study has left: the one place that knows which limits there are.
 *
 * @param share the spent share of the limit that binds, from 0 to 1; 0 without any limit
 * @param spentSeconds how long the study has run
 * @param spentEpochs all epochs that were trained
 * @param seconds for how long it may run on at the present pace; infinite without any limit
 * @param epochs how many epochs that is; infinite without any limit
 * @param fixed whether the end is a moment that no pace can shift
 */
public record Left(
    double share,
    double spentSeconds,
    double spentEpochs,
    double seconds,
    double epochs,
    boolean fixed) {

  /** What is left of each limit at a moment; the limit that is reached first binds. */
  public static Left of(StudyState state, Instant now) {
    var spending = state.progress().spending();
    double spentSeconds = Math.max(0, seconds(spending.active(now)));
    double spentEpochs = spending.allEpochs();
    Budget budget = state.spec().budget();
    double share = 0;
    boolean fixed = false;
    if (budget.epochs() != null) {
      share = spentEpochs / budget.epochs();
    }
    if (budget.trials() != null) {
      share = Math.max(share, trialShare(state, budget.trials()));
    }
    if (budget.wallClock() != null && spentSeconds / seconds(budget.wallClock()) >= share) {
      share = spentSeconds / seconds(budget.wallClock());
      fixed = true;
    }
    return of(Math.min(1, share), spentSeconds, spentEpochs, fixed);
  }

  /** What is left if so much of a budget is spent that shrinks evenly. */
  public static Left of(double share, double spentSeconds, double spentEpochs, boolean fixed) {
    double perShare = share > 0 ? (1 - share) / share : Double.POSITIVE_INFINITY;
    double seconds = share > 0 ? perShare * spentSeconds : perShare;
    double epochs = share > 0 ? perShare * spentEpochs : perShare;
    return new Left(share, spentSeconds, spentEpochs, seconds, epochs, fixed);
  }

  /**
   * After the last start, those that were started are trained on: that takes as many epochs again
   * as a share of the trials had when it was started, so the last start is not the end.
   */
  private static double trialShare(StudyState state, int limit) {
    return LAST_START * state.progress().trials().size() / limit;
  }

  /** How much of a study limited by trials alone is over when the last one starts. */
  private static final double LAST_START = 0.8;

  static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }
}
