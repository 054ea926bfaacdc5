package dev.thaw.core.study;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a study is in its life.
 *
 * @param phase whether it runs
 * @param end why it ends or ended; null while it runs
 * @param deadline when its wall-clock budget ends; null for never
 * @param lastAt the instant of the newest row
 * @param contract what has become of its budget and hours; null for as they were asked for
 */
public record Lifecycle(
    Phase phase,
    @Nullable StudyEnd end,
    @Nullable Instant deadline,
    Instant lastAt,
    @Nullable Contract contract) {

  /** The phases of a study. */
  public enum Phase {
    /** It grants leases. */
    RUNNING,
    /** It waits for its leases to end. */
    ENDING,
    /** It is over. */
    ENDED
  }

  /** What has become of its budget and hours. */
  Contract terms() {
    return Objects.requireNonNullElseGet(contract, Contract::asAsked);
  }

  Lifecycle with(Contract changed) {
    return new Lifecycle(phase, end, deadline, lastAt, changed);
  }

  Lifecycle reopen() {
    return new Lifecycle(Phase.RUNNING, null, null, lastAt, contract);
  }

  Lifecycle at(Instant instant) {
    return new Lifecycle(phase, end, deadline, instant, contract);
  }

  Lifecycle until(Instant newDeadline) {
    return new Lifecycle(phase, end, newDeadline, lastAt, contract);
  }

  Lifecycle enter(Phase next, StudyEnd why) {
    return new Lifecycle(next, why, deadline, lastAt, contract);
  }
}
