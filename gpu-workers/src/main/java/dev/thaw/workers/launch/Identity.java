package dev.thaw.workers.launch;

import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel never gives twice: a process number together with the moment of its start.
 *
 * @param pid the process number
 * @param start when it started: clock ticks since the machine's start (field 22 of {@code
 *     /proc/PID/stat}, which no clock adjustment moves), milliseconds since 1970 where there is no
 *     {@code /proc}
 */
record Identity(long pid, long start) {

  /** Who has this number now; empty if nobody has. */
  static Optional<Identity> of(long pid) {
    return ProcessTable.available()
        ? ProcessTable.row(pid).map(ProcessTable.Row::identity)
        : ProcessHandle.of(pid).flatMap(Identity::of);
  }

  static Optional<Identity> of(ProcessHandle handle) {
    return handle
        .info()
        .startInstant()
        .map(Instant::toEpochMilli)
        .map(start -> new Identity(handle.pid(), start));
  }

  /** Whether it runs; one that has ended and that nobody has asked for its exit code does not. */
  boolean running() {
    return ProcessTable.available()
        ? ProcessTable.row(pid)
            .filter(row -> row.running() && row.identity().equals(this))
            .isPresent()
        : of(pid).filter(this::equals).isPresent();
  }
}
