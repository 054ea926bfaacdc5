package dev.thaw.core.study;

/** Why a study ended. */
public enum StudyEnd {
  /** Nothing was left to try. */
  SEARCH_EXHAUSTED,
  /** The wall-clock budget was spent. */
  WALL_CLOCK_SPENT,
  /** Its deadline was reached. */
  DEADLINE_REACHED,
  /** The budget of GPU time was spent. */
  GPU_HOURS_SPENT,
  /** The budget of money was spent. */
  COST_SPENT,
  /** A value was reached that is good enough. */
  TARGET_REACHED,
  /** No value had been better for as long as was allowed. */
  NO_IMPROVEMENT,
  /** What the best candidate promised was less than was asked for its time or money. */
  NO_LONGER_PAYS,
  /** The trials budget was spent, and nothing more was promotable. */
  TRIALS_SPENT,
  /** The epochs budget was spent. */
  EPOCHS_SPENT,
  /** So many trials in a row failed before their first epoch that no other is tried. */
  EVERYTHING_FAILS,
  /** Somebody stopped it. */
  STOP_REQUESTED
}
