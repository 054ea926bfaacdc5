package dev.thaw.core.study;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a study is in its life.
 *
 * @param phase whether it runs
 * @param end why it ends or ended; null while it runs
 * @param deadline when its wall-clock budget ends; null for never
 * @param lastAt the instant of the newest row
 */
public record Lifecycle(
    Phase phase, @Nullable StudyEnd end, @Nullable Instant deadline, Instant lastAt) {

  /** The phases of a study. */
  public enum Phase {
    /** It grants leases. */
    RUNNING,
    /** It waits for its leases to end. */
    ENDING,
    /** It is over. */
    ENDED
  }

  Lifecycle at(Instant instant) {
    return new Lifecycle(phase, end, deadline, instant);
  }

  Lifecycle until(Instant newDeadline) {
    return new Lifecycle(phase, end, newDeadline, lastAt);
  }

  Lifecycle enter(Phase next, StudyEnd why) {
    return new Lifecycle(next, why, deadline, lastAt);
  }
}
