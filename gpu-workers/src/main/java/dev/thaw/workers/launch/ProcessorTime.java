package dev.thaw.workers.launch;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * For how long processors have worked for somebody, in user mode and for the system: two processors
 * that were busy for a second are two seconds.
 *
 * <p>Of processes, Linux tells what they used themselves and what those of their children used that
 * have ended; so the difference of two sums over a family is what the family used in between. What
 * a process used that ended while its parent did not wait for it is lost, and a sum may fall.
 * Elsewhere Java tells what processes that run now have used, and children that ended are lost.
 */
public final class ProcessorTime {

  /** Linux tells all programs hundredths of a second, whatever the kernel counts in. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessorTime() {}

  /**
   * The seconds that processes have used so far; empty if this system does not tell of any.
   *
   * @param processes their numbers; those that have ended are left out
   */
  public static OptionalDouble of(Set<Long> processes) {
    double seconds = 0;
    boolean known = false;
    for (long process : processes) {
      OptionalDouble one = ProcessTable.available() ? fromTable(process) : fromJava(process);
      known |= one.isPresent();
      seconds += one.orElse(0);
    }
    return known ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }

  private static OptionalDouble fromTable(long process) {
    Optional<ProcessTable.Row> row = ProcessTable.row(process);
    return row.isPresent()
        ? OptionalDouble.of(row.get().worked() / TICKS_PER_SECOND)
        : OptionalDouble.empty();
  }

  private static OptionalDouble fromJava(long process) {
    Optional<Duration> used =
        ProcessHandle.of(process).flatMap(handle -> handle.info().totalCpuDuration());
    return used.isPresent()
        ? OptionalDouble.of(used.get().toNanos() / 1e9)
        : OptionalDouble.empty();
  }

  /** The seconds that the calling thread has used so far; empty if this system does not tell. */
  public static OptionalDouble ofThisThread() {
    var threads = ManagementFactory.getThreadMXBean();
    boolean tells = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    long nanos = tells ? threads.getCurrentThreadCpuTime() : -1;
    return nanos < 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos / 1e9);
  }
}
