package dev.thaw.workers.slot;

import com.typesafe.config.Config;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.Packing;
import dev.thaw.workers.gpu.SlotSettings;
import java.time.Duration;
import java.util.OptionalInt;

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

  /**
   * A number of trials on each GPU.
   *
   * @param slotsPerGpu how many; empty for as many as fit, by what the trials took so far
   * @param config {@code thaw.worker.gpu} says how memory is judged
   */
  public static GpuSlotSettings of(
      SlotSettings slots, OptionalInt slotsPerGpu, GpuClaims claims, Config config) {
    Config gpu = config.getConfig("thaw.worker.gpu");
    Packing packing =
        new Packing(
            gpu.getDouble("packing-margin"),
            gpu.getInt("packing-after"),
            gpu.getInt("packing-max"));
    boolean packed = slotsPerGpu.isEmpty();
    return new GpuSlotSettings(
        slots.withSlotsPerGpu(slotsPerGpu.orElse(packing.most())).withGrowing(packed),
        packed,
        packing,
        claims,
        gpu.getMemorySize("memory-tolerance").toBytes(),
        gpu.getDuration("memory-patience"));
  }

  /** Slots of one GPU and one trial, to ask of each GPU whether it can be used. */
  SlotSettings oneByOne() {
    return slots.withSlotsPerGpu(1).withGpusPerTrial(1);
  }
}
