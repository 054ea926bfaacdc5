package dev.thaw.core.insight;

import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What became of the time of all slots that a study held, in nanoseconds as whole numbers, so that
 * the figures add up exactly: {@link #offered} is {@link #idle} and the {@link SlotTime#total} of
 * all trials. While nobody ran the study, or it was not to train, nothing is idle; leases hold
 * their slots at all times, but while nobody ran it only if their sessions may have gone on.
 *
 * @param offered the time for which the study held slots, added up over the slots: those that it
 *     could grant, and those that a trial had
 * @param idle the part of it in which nobody trained, and a trial could have
 * @param unattended how long nobody ran the study, it was over or outside of its hours, once and
 *     not for each slot
 * @param byTrial what was spent on each trial that ever had a slot, by its number
 */
public record Ledger(
    long offered, long idle, long unattended, SortedMap<Integer, SlotTime> byTrial) {

  public Ledger {
    byTrial = Collections.unmodifiableSortedMap(new TreeMap<>(byTrial));
  }

  /** What became of a trial, as far as its time is concerned. */
  public enum Outcome {
    /** It was trained to the end. */
    COMPLETED,
    /** It is frozen and could go on. */
    FROZEN,
    /** It was ended by a decision. */
    STOPPED,
    /** It failed more often than it may. */
    FAILED,
    /** It cannot be trained here. */
    INFEASIBLE,
    /** It has a slot. */
    RUNNING;

    /** The outcome of a trial that is in a status. */
    public static Outcome of(TrialStatus status) {
      return switch (status) {
        case COMPLETED -> COMPLETED;
        case PAUSED, PENDING -> FROZEN;
        case STOPPED -> STOPPED;
        case FAILED -> FAILED;
        case INFEASIBLE -> INFEASIBLE;
        case STARTING, RUNNING, PAUSING -> RUNNING;
      };
    }
  }

  /** All that trials had, together. */
  public SlotTime leased() {
    return byTrial.values().stream().reduce(SlotTime.none(), SlotTime::plus);
  }

  /** What was spent on the trials of each bracket. */
  public SortedMap<Integer, SlotTime> byBracket(StudyState end) {
    return grouped(end, Trial::bracket);
  }

  /** What was spent on trials by what became of them; only outcomes that have any. */
  public SortedMap<Outcome, SlotTime> byOutcome(StudyState end) {
    return grouped(end, trial -> Outcome.of(trial.status()));
  }

  private <K extends Comparable<K>> SortedMap<K, SlotTime> grouped(
      StudyState end, Function<Trial, K> group) {
    SortedMap<K, SlotTime> sums = new TreeMap<>();
    for (Map.Entry<Integer, SlotTime> entry : byTrial.entrySet()) {
      sums.merge(group.apply(end.trial(entry.getKey())), entry.getValue(), SlotTime::plus);
    }
    return Collections.unmodifiableSortedMap(sums);
  }
}
