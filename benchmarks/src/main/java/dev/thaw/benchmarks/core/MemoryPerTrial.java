package dev.thaw.benchmarks.core;

import dev.thaw.core.study.StudyState;

/**
 * Question: how much heap does a finished trial take? Compares the heap in use after a collection
 * with and without a study of many trials of eight parameters.
 */
public final class MemoryPerTrial {

  private MemoryPerTrial() {}

  /** Prints bytes a trial for 1,000, 10,000 and 100,000 trials. */
  public static void main(String[] args) {
    for (int trials : new int[] {1_000, 10_000, 100_000}) {
      long before = usedBytes();
      Workload workload = Workload.open(1, 81, 64);
      while (workload.state().progress().trials().size() < trials) {
        workload.next();
      }
      StudyState state = workload.state();
      long after = usedBytes();
      long epochs = state.progress().spending().epochs();
      System.out.printf(
          "%,d trials, %,d epochs: %,d bytes a trial%n",
          trials, epochs, (after - before) / state.progress().trials().size());
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
