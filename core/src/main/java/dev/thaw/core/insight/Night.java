package dev.thaw.core.insight;

import dev.thaw.core.study.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a study that its last state does not say any more. Times are nanoseconds of a
 * clock that stands still while nothing can happen: nobody ran the study, or it was not to train.
 *
 * @param active what that clock shows at the end
 * @param ledger what its slots did
 * @param stretches when which trial had which slot, in the order in which they ended
 * @param improvements how the best value came about, first to last
 * @param recommendations which trials were recommended, each time that it was another one
 * @param missed when the adviser was waited for in vain
 * @param failures what went wrong, by kind, the most frequent first
 * @param retrained how many epochs of a trial were trained again, by its number; only those with
 *     any
 * @param metrics what the trainer reported beside the objective at the epoch with the best value of
 *     each trial, by its number and the metric's name
 * @param settling where the training time went, hyperparameter by hyperparameter
 */
public record Night(
    long active,
    Ledger ledger,
    List<Stretch> stretches,
    List<Improvement> improvements,
    List<Recommended> recommendations,
    List<Long> missed,
    List<FailureGroup> failures,
    SortedMap<Integer, Integer> retrained,
    SortedMap<Integer, Map<String, Double>> metrics,
    Settling settling) {

  public Night {
    stretches = List.copyOf(stretches);
    improvements = List.copyOf(improvements);
    recommendations = List.copyOf(recommendations);
    missed = List.copyOf(missed);
    failures = List.copyOf(failures);
    retrained = Collections.unmodifiableSortedMap(new TreeMap<>(retrained));
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /** Nothing is known of what happened, as where the journal cannot be read. */
  public static Night unknown() {
    return new Night(
        0,
        new Ledger(0, 0, 0, new TreeMap<>()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        Settling.silent());
  }

  /**
   * A value that was the best so far.
   *
   * @param at when it was reported
   * @param epochs how many epochs the study had trained then, those trained again included
   * @param trial whose value it is
   * @param epoch at which epoch of that trial
   * @param value the value
   */
  public record Improvement(long at, long epochs, int trial, int epoch, double value) {}

  /**
   * A trial that became the recommended one.
   *
   * @param at when
   * @param epochs how many epochs the study had trained then
   * @param trial its number
   */
  public record Recommended(long at, long epochs, int trial) {}

  /**
   * Failures of one kind.
   *
   * @param kind what went wrong
   * @param sessions how often
   * @param trials how many trials it happened to
   * @param lastTrial the trial to which it happened last
   * @param lastMessage what was said then; may have several lines
   */
  public record FailureGroup(
      Failure.Kind kind, int sessions, int trials, int lastTrial, String lastMessage) {}
}
