package dev.thaw.workers.launch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment in which no process of a family runs. Where signals cannot stop processes, and for a
 * process that does not stop at once because the kernel works for it, it is only nearly so.
 */
final class Standstill implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(1);

  private final Family family;

  private Standstill(Family family) {
    this.family = family;
  }

  /** Stops a family until the result is closed. */
  static Standstill of(Family family) {
    Standstill still = new Standstill(family);
    family.send(Signal.STOP);
    long start = System.nanoTime();
    while (still.somebodyRuns() && System.nanoTime() - start < PATIENCE.toNanos()) {
      LockSupport.parkNanos(LOOK.toNanos());
      // Whoever was forked meanwhile did not hear the first one.
      family.send(Signal.STOP);
    }
    return still;
  }

  private boolean somebodyRuns() {
    return ProcessTable.available()
        && family.running().stream()
            .flatMap(member -> ProcessTable.row(member.pid()).stream())
            .anyMatch(row -> row.running() && row.state() != 'T' && row.state() != 't');
  }

  @Override
  public void close() {
    family.send(Signal.CONT);
  }
}
