package dev.thaw.workers.slot;

import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.Packing;
import dev.thaw.workers.gpu.SlotSettings;
import java.time.Duration;

/**
 * How a worker uses the GPUs of its machine.
 *
 * @param slots how GPUs are cut into slots; with {@code packed}, the most slots on one GPU
 * @param packed whether a GPU offers only as many slots as the trials measured so far fit into
 * @param packing how many fit
 * @param claims which GPUs the worker may use
 * @param toleranceBytes how much more memory than before may stay in use behind a trial
 * @param patience how long its memory may take to become free
 */
public record GpuSlotSettings(
    SlotSettings slots,
    boolean packed,
    Packing packing,
    GpuClaims claims,
    long toleranceBytes,
    Duration patience) {

  private static final long TOLERANCE_BYTES = 256L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A number of trials on each GPU, whatever they take. */
  public static GpuSlotSettings fixed(SlotSettings slots, GpuClaims claims) {
    return new GpuSlotSettings(slots, false, Packing.defaults(), claims, TOLERANCE_BYTES, PATIENCE);
  }

  /** As many trials on each GPU as fit by what the study's own trials took so far. */
  public static GpuSlotSettings packed(SlotSettings slots, Packing packing, GpuClaims claims) {
    return new GpuSlotSettings(
        slots.withSlotsPerGpu(packing.most()).withGrowing(true),
        true,
        packing,
        claims,
        TOLERANCE_BYTES,
        PATIENCE);
  }

  /** Slots of one GPU and one trial, to ask of each GPU whether it can be used. */
  SlotSettings oneByOne() {
    return slots.withSlotsPerGpu(1).withGpusPerTrial(1);
  }
}
