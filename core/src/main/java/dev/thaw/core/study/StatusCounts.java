package dev.thaw.core.study;

import java.util.Arrays;
import java.util.Map;

/** How many trials are in each status. Immutable. */
@SuppressWarnings("EnumOrdinal") // Indexes live in memory only, never in the journal.
public final class StatusCounts {

  private static final StatusCounts NONE = new StatusCounts(new int[TrialStatus.values().length]);

  private final int[] counts;

  private StatusCounts(int[] counts) {
    this.counts = counts;
  }

  /** The counts of a study without trials. */
  public static StatusCounts none() {
    return NONE;
  }

  /** The counts of a list of trials. */
  public static StatusCounts of(Iterable<Trial> trials) {
    int[] counts = new int[TrialStatus.values().length];
    trials.forEach(trial -> counts[trial.status().ordinal()]++);
    return new StatusCounts(counts);
  }

  /**
   * The counts that are given by status, for example read from a journal; 0 where none is given.
   */
  public static StatusCounts of(Map<TrialStatus, Integer> given) {
    int[] counts = new int[TrialStatus.values().length];
    for (Map.Entry<TrialStatus, Integer> entry : given.entrySet()) {
      if (entry.getValue() < 0) {
        throw new IllegalArgumentException(
            "given %s (%d) must be at least 0.".formatted(entry.getKey(), entry.getValue()));
      }
      counts[entry.getKey().ordinal()] = entry.getValue();
    }
    return new StatusCounts(counts);
  }

  /** The number of trials in a status. */
  public int of(TrialStatus status) {
    return counts[status.ordinal()];
  }

  StatusCounts add(TrialStatus status) {
    return shift(status, 1);
  }

  StatusCounts move(TrialStatus from, TrialStatus to) {
    return from == to ? this : shift(from, -1).shift(to, 1);
  }

  private StatusCounts shift(TrialStatus status, int by) {
    int[] changed = counts.clone();
    changed[status.ordinal()] += by;
    return new StatusCounts(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusCounts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (TrialStatus status : TrialStatus.values()) {
      text.append(status).append('=').append(of(status)).append(' ');
    }
    return text.toString().strip();
  }
}
