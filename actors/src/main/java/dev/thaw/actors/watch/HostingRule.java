package dev.thaw.actors.watch;

import java.time.Duration;

/**
 * When a node gives up its studies because its journal does not answer, and when it takes some
 * again.
 *
 * @param patience for how long its journal must not have answered, while another node's has
 *     answered all the time
 * @param recovery for how long its journal must then have answered every time
 */
public record HostingRule(Duration patience, Duration recovery) {

  /** One failure may be the fault of this process, which stood still while it was asking. */
  private static final int FAILURES_MIN = 2;

  public HostingRule {
    if (patience.compareTo(Duration.ofSeconds(2)) < 0 || recovery.compareTo(patience) < 0) {
      throw new IllegalArgumentException(
          "thaw.cluster.journal-patience (%s) must be at least 2s, and at most thaw.cluster.journal-recovery (%s)."
              .formatted(patience, recovery));
    }
  }

  /** How often the journal should be asked: several times within the patience. */
  public Duration interval() {
    return patience.dividedBy(5);
  }

  /** How long an answer may take, so that two failures fit into the patience. */
  public Duration answerLimit() {
    return patience.multipliedBy(3).dividedBy(10);
  }

  /**
   * For how long a journal has answered every time, as others should hear it; zero if it does not
   * answer now.
   */
  public Duration answeringFor(JournalPulse pulse, long nowNs) {
    return pulse.answeringFor(nowNs, patience.dividedBy(2));
  }

  /**
   * Whether a node must give its studies up.
   *
   * <p>Others must have reached the journal for as long as this node must have not: when a journal
   * that was down comes back, some hear of it a moment earlier than others.
   *
   * @param own its own journal
   * @param otherAnsweringFor {@link #answeringFor} of another node that hosts studies, by its word
   */
  public boolean mustGiveUp(JournalPulse own, Duration otherAnsweringFor, long nowNs) {
    return own.failures() >= FAILURES_MIN
        && own.silentFor(nowNs).compareTo(patience) >= 0
        && otherAnsweringFor.compareTo(patience) >= 0;
  }

  /** Whether a node that has given its studies up may host some again. */
  public boolean mayReturn(JournalPulse own, long nowNs) {
    return answeringFor(own, nowNs).compareTo(recovery) >= 0;
  }
}
