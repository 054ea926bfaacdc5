package dev.thaw.actors.study;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** All that a supervisor is to hear later from itself. Confined to its supervisor. */
final class Alarms {

  /** The scheduler refuses more than 248 days, and does not see when the clock is set. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final TimerScheduler<StudySupervisor.Command> timers;
  private final InstantSource clock;
  private final SupervisorSettings settings;

  Alarms(
      TimerScheduler<StudySupervisor.Command> timers,
      InstantSource clock,
      SupervisorSettings settings) {
    this.timers = timers;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * The next sign of life.
   *
   * @param over whether the study is over; then its supervisor may go instead
   */
  void sign(boolean over) {
    Duration delay = over ? settings.idleTime() : settings.signInterval();
    timers.startSingleTimer("sign", new Inner.SignDue(), delay);
  }

  void deadline(Instant deadline) {
    set("deadline", deadline, new Inner.DeadlineReached(deadline));
  }

  void silence(String node, Instant until) {
    set("silence-" + node, until, new Inner.SilencePassed(node, until));
  }

  /** The end of the study's patience with an adviser. */
  void patience(long ask) {
    timers.startSingleTimer("patience", new Inner.PatienceEnded(ask), settings.advicePatience());
  }

  /** When an adviser is given up. */
  void askAgain(long ask) {
    timers.startSingleTimer("ask-again", new Inner.AskAgain(ask), settings.adviserTimeLimit());
  }

  /** Sends a message at an instant, or a day from now, whichever is sooner. */
  private void set(String key, Instant at, StudySupervisor.Command message) {
    Duration left = Duration.between(clock.instant(), at);
    Duration delay = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    timers.startSingleTimer(key, message, delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Whether it is not that late yet: the timer may be early, or the clock was set back. */
  boolean isEarly(Instant at) {
    return clock.instant().isBefore(at);
  }
}
