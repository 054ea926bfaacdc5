package dev.thaw.core.study;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest winner of a study turned out to be worth with other seeds. A trial is judged by
 * its best value at any epoch, and counts once it was trained to the maximal fidelity.
 *
 * @param winner its number
 * @param seeds how many values there are: that of the winner itself, and those of its confirmations
 * @param mean their mean; null if there is none
 * @param deviation their sample standard deviation; null if there are fewer than two
 * @param open how many confirmations are not complete yet
 * @param failed how many confirmations were given up
 * @param skipped how many were asked for, and would not have been complete in time
 * @param runnerUp the trial with the best value of all others
 */
public record Confirmed(
    int winner,
    int seeds,
    @Nullable Double mean,
    @Nullable Double deviation,
    int open,
    int failed,
    int skipped,
    @Nullable RunnerUp runnerUp) {

  /**
   * The trial with the best value beside the winner.
   *
   * @param trial its number
   * @param value its best value, with its only seed
   * @param within whether it is no worse than the mean of the winner and one standard deviation
   */
  public record RunnerUp(int trial, double value, boolean within) {}

  /** What is known so far; null before confirmations begin. */
  public static @Nullable Confirmed of(StudyState state) {
    List<Confirmation> rounds = state.progress().rounds();
    if (rounds.isEmpty()) {
      return null;
    }
    int winner = rounds.getLast().winner();
    List<Double> values = new ArrayList<>();
    int open = 0;
    int failed = 0;
    add(values, state, state.trial(winner));
    for (Confirmation round : rounds) {
      for (int i = 0; round.winner() == winner && i < round.trials(); i++) {
        Trial trial = state.trial(round.first() + i);
        add(values, state, trial);
        open += trial.status().ended() ? 0 : 1;
        failed += trial.gaveUp() ? 1 : 0;
      }
    }
    Double mean = values.isEmpty() ? null : mean(values);
    Double deviation = mean == null || values.size() < 2 ? null : deviation(values, mean);
    return new Confirmed(
        winner,
        values.size(),
        mean,
        deviation,
        open,
        failed,
        rounds.getLast().skipped(),
        runnerUp(state, winner, mean, deviation));
  }

  private static void add(List<Double> values, StudyState state, Trial trial) {
    if (trial.status() == TrialStatus.COMPLETED) {
      values.add(value(state, trial));
    }
  }

  private static double value(StudyState state, Trial trial) {
    return trial.curve().best(state.spec().objective().goal());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  private static double deviation(List<Double> values, double mean) {
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  private static @Nullable RunnerUp runnerUp(
      StudyState state, int winner, @Nullable Double mean, @Nullable Double deviation) {
    Trial second = null;
    for (Trial trial : state.candidates()) {
      if (trial.number() != winner
          && trial.epochs() > 0
          && !trial.gaveUp()
          && (second == null
              || state.score(value(state, trial)) < state.score(value(state, second)))) {
        second = trial;
      }
    }
    if (second == null) {
      return null;
    }
    double value = value(state, second);
    boolean within =
        mean != null && deviation != null && state.score(value) <= state.score(mean) + deviation;
    return new RunnerUp(second.number(), value, within);
  }
}
