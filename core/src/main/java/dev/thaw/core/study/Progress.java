package dev.thaw.core.study;

import dev.thaw.core.budget.Spending;
import dev.thaw.core.persistent.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a study has learned and spent.
 *
 * @param trials all trials, by number
 * @param counts how many of them are in each status
 * @param best the best value so far; null before the first report
 * @param spending what was spent
 * @param confirmations the rounds of confirmations, in order; null for none
 * @param kinds on which kinds of nodes epochs were trained; null if none of them had a label
 */
public record Progress(
    PersistentVector<Trial> trials,
    StatusCounts counts,
    @Nullable Best best,
    Spending spending,
    @Nullable List<Confirmation> confirmations,
    @Nullable Kinds kinds) {

  public Progress {
    confirmations = confirmations == null ? null : List.copyOf(confirmations);
  }

  /** The rounds of confirmations, in order. */
  public List<Confirmation> rounds() {
    return Objects.requireNonNullElse(confirmations, List.of());
  }

  /**
   * The best value of a study.
   *
   * @param trial the trial that reached it
   * @param epoch the epoch at which it did
   * @param value the objective, as reported
   */
  public record Best(int trial, int epoch, double value) {}

  Progress add(Trial trial) {
    return new Progress(
        trials.append(trial), counts.add(trial.status()), best, spending, confirmations, kinds);
  }

  Progress set(Trial trial) {
    TrialStatus before = trials.get(trial.number()).status();
    return new Progress(
        trials.set(trial.number(), trial),
        counts.move(before, trial.status()),
        best,
        spending,
        confirmations,
        kinds);
  }

  Progress spend(Spending account) {
    return new Progress(trials, counts, best, account, confirmations, kinds);
  }

  Progress improve(Best better) {
    return new Progress(trials, counts, better, spending, confirmations, kinds);
  }

  Progress confirm(Confirmation round) {
    List<Confirmation> all = new ArrayList<>(rounds());
    all.add(round);
    return new Progress(trials, counts, best, spending, all, kinds);
  }

  /** With another budget, what was begun before counts as past. */
  Progress pass() {
    return rounds().isEmpty()
        ? this
        : new Progress(
            trials,
            counts,
            best,
            spending,
            rounds().stream().map(Confirmation::past).toList(),
            kinds);
  }

  /** After an epoch on a node with a label, before it is counted. */
  Progress trainOn(String label, int trial, int epoch) {
    String expected = kinds == null ? "" : kinds.newest(trial);
    if (label.equals(expected)) { // As in most studies, which have nodes of one kind.
      return this;
    }
    boolean first = spending.epochs() == 0;
    Kinds known = kinds == null ? Kinds.of(first ? label : "") : kinds;
    return new Progress(
        trials, counts, best, spending, confirmations, known.train(trial, epoch, label));
  }
}
