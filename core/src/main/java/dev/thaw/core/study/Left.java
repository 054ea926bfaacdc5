package dev.thaw.core.study;

import dev.thaw.core.budget.Budget;
import java.time.Duration;
import java.time.Instant;

/**
 * How much of its budget a study has left: the one place that knows which limits there are. What is
 * left of anything but time is counted at the pace of the whole study so far.
 *
 * @param limit the limit that is reached first
 * @param share the share of the study that is over, from 0 to 1; 0 while nobody can tell
 * @param spentEpochs all epochs that were trained
 * @param seconds for how long it runs on; infinite without any limit, and while nothing is spent
 * @param epochs how many epochs that is; infinite as above
 * @param lateEpochs how many of those are trained after the last start of a trial, if trials are
 *     limited; 0 otherwise
 */
public record Left(
    Limit limit,
    double share,
    double spentEpochs,
    double seconds,
    double epochs,
    double lateEpochs) {

  /** What ends a study. */
  public enum Limit {
    /** Nothing. */
    NONE,
    /** A moment that no pace can shift. */
    TIME,
    /** A number of epochs. */
    EPOCHS,
    /** A number of trials; those that deserve it are trained on after the last start. */
    TRIALS
  }

  /** What is left at a moment. */
  public static Left of(StudyState state, Instant now) {
    var spending = state.progress().spending();
    double spentSeconds = Math.max(0, seconds(state.active(now)));
    double spentEpochs = spending.allEpochs();
    Budget budget = state.budget();
    Left left = of(Limit.NONE, 0, spentSeconds, spentEpochs, 0);
    if (budget.epochs() != null) {
      left =
          left.first(of(Limit.EPOCHS, spentEpochs / budget.epochs(), spentSeconds, spentEpochs, 0));
    }
    if (budget.trials() != null) {
      left = left.first(trials(state, budget.trials(), spentSeconds, spentEpochs));
    }
    double time = Timing.secondsLeft(state, now);
    if (time < Double.POSITIVE_INFINITY) {
      double share = spentSeconds == 0 ? 0 : spentSeconds / (spentSeconds + Math.max(0, time));
      left = left.first(of(Limit.TIME, share, spentSeconds, spentEpochs, 0));
    }
    return left;
  }

  /**
   * As many epochs a trial as so far, and about one full training after the last start.
   *
   * @param limit how many trials may be started
   */
  private static Left trials(StudyState state, int limit, double seconds, double epochs) {
    int started = state.trialsSpent();
    if (started == 0 || epochs == 0) {
      return of(Limit.TRIALS, 0, seconds, epochs, 0);
    }
    double late = Reach.fullestTraining(state);
    double left = Math.max(0, limit - started) * epochs / started + late;
    return of(Limit.TRIALS, epochs / (epochs + left), seconds, epochs, late);
  }

  private static Left of(
      Limit limit, double share, double spentSeconds, double spentEpochs, double late) {
    double spent = Math.clamp(share, 0.0, 1.0);
    double ahead = spent > 0 ? (1 - spent) / spent : Double.POSITIVE_INFINITY;
    return new Left(
        limit,
        spent,
        spentEpochs,
        spent > 0 ? ahead * spentSeconds : ahead,
        spent > 0 ? ahead * spentEpochs : ahead,
        late);
  }

  /** The one of two that ends first; anything is before nothing. */
  private Left first(Left other) {
    return limit == Limit.NONE || other.share > share ? other : this;
  }

  /** A span of time in seconds. */
  public static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }
}
