package dev.thaw.core.study;

import dev.thaw.core.budget.Spending;
import dev.thaw.core.persistent.PersistentVector;
import org.jspecify.annotations.Nullable;

/**
 * What a study has learned and spent.
 *
 * @param trials all trials, by number
 * @param counts how many of them are in each status
 * @param best the best value so far; null before the first report
 * @param spending what was spent
 */
public record Progress(
    PersistentVector<Trial> trials, StatusCounts counts, @Nullable Best best, Spending spending) {

  /**
   * The best value of a study.
   *
   * @param trial the trial that reached it
   * @param epoch the epoch at which it did
   * @param value the objective, as reported
   */
  public record Best(int trial, int epoch, double value) {}

  Progress add(Trial trial) {
    return new Progress(trials.append(trial), counts.add(trial.status()), best, spending);
  }

  Progress set(Trial trial) {
    TrialStatus before = trials.get(trial.number()).status();
    return new Progress(
        trials.set(trial.number(), trial), counts.move(before, trial.status()), best, spending);
  }

  Progress spend(Spending account) {
    return new Progress(trials, counts, best, account);
  }

  Progress improve(Best better) {
    return new Progress(trials, counts, better, spending);
  }
}
