package dev.thaw.workers.slot;

import com.typesafe.config.Config;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.Packing;
import dev.thaw.workers.gpu.SlotSettings;
import java.nio.file.Path;
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
 * @param lookEvery how often the GPUs are looked at beside that
 * @param lockFolder where the workers of this machine lock the GPUs that they offer
 */
public record GpuSlotSettings(
    SlotSettings slots,
    boolean packed,
    Packing packing,
    GpuClaims claims,
    long toleranceBytes,
    Duration patience,
    Duration lookEvery,
    Path lockFolder) {

  private static final String PATH = "thaw.worker.gpu.";

  public GpuSlotSettings {
    check("memory-tolerance", toleranceBytes, toleranceBytes >= 0, "at least 0", "256MiB");
    check("memory-patience", patience, patience.isPositive(), "positive", "30s");
    check("look-every", lookEvery, lookEvery.toMillis() > 0, "at least 1ms", "10s");
  }

  /**
   * A number of trials on each GPU.
   *
   * @param slotsPerGpu how many; empty for as many as fit, by what the trials took so far
   * @param config {@code thaw.worker.gpu} says how memory is judged
   * @throws IllegalArgumentException if one of these settings cannot work
   */
  public static GpuSlotSettings of(
      SlotSettings slots, OptionalInt slotsPerGpu, GpuClaims claims, Config config) {
    Config gpu = config.getConfig("thaw.worker.gpu");
    Packing packing = packing(gpu);
    boolean packed = slotsPerGpu.isEmpty();
    return new GpuSlotSettings(
        slots.withSlotsPerGpu(slotsPerGpu.orElse(packing.most())).withGrowing(packed),
        packed,
        packing,
        claims,
        gpu.getMemorySize("memory-tolerance").toBytes(),
        gpu.getDuration("memory-patience"),
        gpu.getDuration("look-every"),
        lockFolder(gpu.getString("lock-folder")));
  }

  /** One folder for all users of the machine, unless another is named. */
  private static Path lockFolder(String named) {
    return named.isBlank()
        ? Path.of(System.getProperty("java.io.tmpdir"), "thaw-gpus")
        : Path.of(named);
  }

  private static Packing packing(Config gpu) {
    double margin = gpu.getDouble("packing-margin");
    int after = gpu.getInt("packing-after");
    int most = gpu.getInt("packing-max");
    boolean possible = margin >= 0 && margin < Double.POSITIVE_INFINITY;
    check("packing-margin", margin, possible, "at least 0 and finite", "0.2");
    check("packing-after", after, after >= 1, "at least 1", "4");
    check("packing-max", most, most >= 1 && most <= 1024, "between 1 and 1024", "4");
    return new Packing(margin, after, most);
  }

  private static void check(
      String key, Object value, boolean valid, String constraint, String advice) {
    if (!valid) {
      throw new IllegalArgumentException(
          "%s (%s) must be %s.\nMaybe %s.".formatted(PATH + key, value, constraint, advice));
    }
  }

  /** Slots of one GPU and one trial, to ask of each GPU whether it can be used. */
  SlotSettings oneByOne() {
    return slots.withSlotsPerGpu(1).withGpusPerTrial(1);
  }
}
