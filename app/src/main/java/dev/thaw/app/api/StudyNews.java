package dev.thaw.app.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a study; in the order of its journal, and from its first row on. */
public sealed interface StudyNews {

  /** The row of the journal that says so. */
  long row();

  /** When it was decided. */
  Instant at();

  /**
   * The study itself changed.
   *
   * @param state {@code running}, {@code paused}, {@code ending} or {@code ended}
   */
  record StateChanged(long row, Instant at, String state) implements StudyNews {}

  /**
   * A trial was created.
   *
   * @param parent the trial that it was forked from; null if it begins anew
   */
  record TrialCreated(
      long row, Instant at, int trial, @Nullable Integer parent, Map<String, Object> parameters)
      implements StudyNews {
    public TrialCreated {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /**
   * A trial is somewhere else in its life.
   *
   * @param status {@code running}, {@code paused}, {@code completed}, {@code stopped}, {@code
   *     failed} or {@code infeasible}
   */
  record TrialMoved(long row, Instant at, int trial, String status) implements StudyNews {}

  /**
   * A trial was granted epochs, or more of them, or gave its slot back.
   *
   * @param what {@code granted}, {@code extended} or {@code ended}
   * @param slot which; null unless it was granted
   * @param epochLimit up to which epoch it may train; null when it ended
   */
  record LeaseChanged(
      long row,
      Instant at,
      int trial,
      String what,
      @Nullable String slot,
      @Nullable Integer epochLimit)
      implements StudyNews {}

  /**
   * An epoch was trained.
   *
   * @param value the objective after it; NaN if it was no number
   */
  record EpochTrained(long row, Instant at, int trial, int epoch, double value, double seconds)
      implements StudyNews {}

  /** The best value so far was reached. */
  record BestImproved(long row, Instant at, int trial, int epoch, double value)
      implements StudyNews {}

  /** A trial reached a rung of its bracket, from 0. */
  record RungReached(long row, Instant at, int trial, int bracket, int rung) implements StudyNews {}

  /**
   * Something was decided.
   *
   * @param trial about which trial; null if about the study
   * @param decision of what kind, such as {@code promoted}
   * @param text in words
   * @param reason why, in words; null where the text says it all
   */
  record Decided(
      long row,
      Instant at,
      @Nullable Integer trial,
      String decision,
      String text,
      @Nullable String reason)
      implements StudyNews {}
}
