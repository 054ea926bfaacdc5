package dev.thaw.actors.watch;

import java.time.Duration;

/**
 * What is known of a journal from asking it again and again. Instants are in nanoseconds of one
 * clock that never goes back, such as {@link System#nanoTime}.
 *
 * @param answeredNs when it answered last; until it has, when the asking began
 * @param sinceNs since when it has answered every time; of no meaning unless it answered last time
 * @param failures how many times in a row it has not answered, up to now
 * @param known whether it has ever been asked
 */
public record JournalPulse(long answeredNs, long sinceNs, int failures, boolean known) {

  /** A journal that has not been asked yet. */
  public static JournalPulse unknown(long nowNs) {
    return new JournalPulse(nowNs, nowNs, 0, false);
  }

  /** The journal has answered. */
  public JournalPulse answered(long nowNs) {
    boolean goesOn = known && failures == 0;
    return new JournalPulse(nowNs, goesOn ? sinceNs : nowNs, 0, true);
  }

  /** The journal has not answered, or said that it cannot be written to. */
  public JournalPulse failed() {
    return new JournalPulse(answeredNs, sinceNs, failures + 1, true);
  }

  /** Whether it did not answer last time. */
  public boolean isFailing() {
    return failures > 0;
  }

  /** How long ago it answered last. */
  public Duration silentFor(long nowNs) {
    return Duration.ofNanos(nowNs - answeredNs);
  }

  /**
   * For how long it has answered every time, up to its last answer.
   *
   * @param fresh how old the last answer may be
   * @return zero if it does not answer, or has not been asked for longer than that
   */
  public Duration answeringFor(long nowNs, Duration fresh) {
    boolean stale = silentFor(nowNs).compareTo(fresh) > 0;
    return !known || isFailing() || stale ? Duration.ZERO : Duration.ofNanos(answeredNs - sinceNs);
  }
}
