package dev.thaw.workers.launch;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Ends what is left of a family and waits for it. */
final class Rest {

  /** How long after KILL processes may take to disappear before they count as survivors. */
  private static final long DISAPPEAR_NS = Duration.ofSeconds(10).toNanos();

  private static final long SHORTEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private Rest() {}

  /** Asks all members to end; those that were suspended wake up to hear it. */
  static void tellToEnd(Family family) {
    family.send(Signal.TERM);
    family.send(Signal.CONT);
  }

  /**
   * Waits until nobody runs, and kills those who still do at a deadline. Nobody but a parent is
   * told of a process's end, and we are not the parent: so we look again and again.
   *
   * @param killAtNs the deadline on the clock of {@link System#nanoTime}; asked each time, because
   *     somebody may lose patience meanwhile
   * @return numbers of those who do not end even so; normally empty
   */
  static List<Long> await(Family family, LongSupplier killAtNs) {
    long pause = SHORTEST_PAUSE_NS;
    OptionalLong firstKillNs = OptionalLong.empty();
    for (List<Identity> left = family.running(); !left.isEmpty(); left = family.running()) {
      long now = System.nanoTime();
      if (firstKillNs.isPresent() && now - firstKillNs.getAsLong() > DISAPPEAR_NS) {
        return left.stream().map(Identity::pid).toList();
      }
      if (now - killAtNs.getAsLong() >= 0) {
        // Each time: somebody outside the group may just have had a child.
        family.send(Signal.KILL);
        firstKillNs = OptionalLong.of(firstKillNs.orElse(now));
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NS);
    }
    return List.of();
  }
}
