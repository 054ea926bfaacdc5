package dev.thaw.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a process took since it began.
 *
 * @param cpuSeconds processor time of all threads
 * @param gcSeconds time in which collectors ran
 * @param heapBytes heap in use
 */
record ProcessFigures(double cpuSeconds, double gcSeconds, long heapBytes) {

  static ProcessFigures now() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long gcMillis =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum();
    return new ProcessFigures(system.getProcessCpuTime() / 1e9, gcMillis / 1e3, heap());
  }

  /** The same after a collection. */
  static ProcessFigures afterCollection() {
    System.gc();
    return now();
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
