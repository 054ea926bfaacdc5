package dev.thaw.actors.study;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Wakes a supervisor at instants of the machine's clock. Confined to its supervisor. */
final class Alarms {

  /** The scheduler refuses more than 248 days, and does not see when the clock is set. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final TimerScheduler<StudySupervisor.Command> timers;
  private final InstantSource clock;

  Alarms(TimerScheduler<StudySupervisor.Command> timers, InstantSource clock) {
    this.timers = timers;
    this.clock = clock;
  }

  /** Sends a message at an instant, or a day from now, whichever is sooner. */
  void set(String key, Instant at, StudySupervisor.Command message) {
    Duration left = Duration.between(clock.instant(), at);
    Duration delay = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    timers.startSingleTimer(key, message, delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Whether it is not that late yet: the timer may be early, or the clock was set back. */
  boolean isEarly(Instant at) {
    return clock.instant().isBefore(at);
  }
}
