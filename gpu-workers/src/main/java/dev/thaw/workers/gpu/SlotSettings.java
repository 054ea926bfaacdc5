package dev.thaw.workers.gpu;

/**
 * How a worker cuts its GPUs into slots.
 *
 * @param slotsPerGpu how many trials share one GPU, or one group of GPUs; 1 or more
 * @param gpusPerTrial how many GPUs one trial gets, all together or not at all; 0 leaves the GPUs
 *     alone and trains on the processor
 * @param cpuSlots how many slots a machine without a GPU offers; 0 or more
 * @param toleratedBytes how much memory of a GPU may be in use without a visible process before
 *     somebody else is suspected; 0 or more. Drivers keep some hundred MiB, and older ones count
 *     them as used
 * @param growing whether libraries that would take a whole GPU at once are told to take memory as
 *     they need it, so that {@link Packing} can measure them; always so where slots share a GPU
 * @param masterPort the port where the processes of a trial on several GPUs meet, plus the slot's
 *     number; 1024 or more
 */
public record SlotSettings(
    int slotsPerGpu,
    int gpusPerTrial,
    int cpuSlots,
    long toleratedBytes,
    boolean growing,
    int masterPort) {

  private static final int MOST = 1024;

  public SlotSettings {
    check("slotsPerGpu", slotsPerGpu, 1, MOST, "1, or as many trials as fit in its memory");
    check("gpusPerTrial", gpusPerTrial, 0, MOST, "1, or 0 to train on the processor");
    check("cpuSlots", cpuSlots, 0, MOST, "the number of cores divided by a trial's threads");
    check("toleratedBytes", toleratedBytes, 0, Long.MAX_VALUE, "1 GiB");
    check("masterPort", masterPort, 1024, 60_000, "29500, as with torchrun");
  }

  private static void check(String name, long value, long least, long most, String advice) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s (%d) must be between %d and %d.\nMaybe %s."
              .formatted(name, value, least, most, advice));
    }
  }

  /** One trial per GPU, one GPU per trial, one slot without a GPU, 1 GiB tolerated, port 29500. */
  public static SlotSettings defaults() {
    return new SlotSettings(1, 1, 1, Sizes.GIB, false, 29_500);
  }

  /** The same with another number of trials on one GPU. */
  public SlotSettings withSlotsPerGpu(int slots) {
    return new SlotSettings(slots, gpusPerTrial, cpuSlots, toleratedBytes, growing, masterPort);
  }

  /** The same with another number of GPUs for one trial. */
  public SlotSettings withGpusPerTrial(int gpus) {
    return new SlotSettings(slotsPerGpu, gpus, cpuSlots, toleratedBytes, growing, masterPort);
  }

  /** The same with another number of slots on a machine without a GPU. */
  public SlotSettings withCpuSlots(int slots) {
    return new SlotSettings(slotsPerGpu, gpusPerTrial, slots, toleratedBytes, growing, masterPort);
  }

  /** The same with trials that take memory as they need it, or not. */
  public SlotSettings withGrowing(boolean yes) {
    return new SlotSettings(slotsPerGpu, gpusPerTrial, cpuSlots, toleratedBytes, yes, masterPort);
  }
}
