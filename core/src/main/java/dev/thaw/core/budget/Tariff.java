package dev.thaw.core.budget;

/**
 * How the time is counted for which a lease holds its slot.
 *
 * @param gpus how many GPUs the slot has, at least 1; a processor counts as one
 * @param sharing how many slots share them, at least 1
 * @param label the label of its node; empty for none
 */
public record Tariff(int gpus, int sharing, String label) {

  public Tariff {
    if (gpus < 1 || sharing < 1) {
      throw new IllegalArgumentException(
          "gpus (%d) and sharing (%d) must be at least 1.".formatted(gpus, sharing));
    }
  }

  /** The nanoseconds of GPUs in so many of the slot, rounded down. */
  long gpuNanos(long slotNanos) {
    return Math.multiplyExact(slotNanos, gpus) / sharing;
  }

  /** GPU time per slot time. */
  public double rate() {
    return (double) gpus / sharing;
  }
}
