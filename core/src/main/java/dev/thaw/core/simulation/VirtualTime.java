package dev.thaw.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A queue of things to happen, ordered by time and then by the order of scheduling. Confined to one
 * simulation.
 */
final class VirtualTime {

  static final Instant START = Instant.parse("2026-01-01T20:00:00Z");

  private record Due(Instant at, long sequence, Runnable action) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::sequence));
  private long sequence;
  private Instant now = START;

  Instant now() {
    return now;
  }

  void after(Duration delay, Runnable action) {
    at(now.plus(delay), action);
  }

  void at(Instant instant, Runnable action) {
    queue.add(new Due(instant.isBefore(now) ? now : instant, sequence++, action));
  }

  /** Lets the next thing happen; false if there is none. */
  boolean advance() {
    Due due = queue.poll();
    if (due == null) {
      return false;
    }
    now = due.at();
    due.action().run();
    return true;
  }
}
