package dev.thaw.workers.slot;

import com.typesafe.config.Config;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.GpuInventory;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.InventoryLines;
import dev.thaw.workers.gpu.SlotSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots that this machine has for a study: on its GPUs, if the trainer can use them and there
 * are any, and on the processor otherwise.
 */
public final class MachineSlots implements Slots {

  private static final Logger log = LoggerFactory.getLogger(MachineSlots.class);

  private final Slots slots;
  private final Runnable release;

  private MachineSlots(Slots slots, Runnable release) {
    this.slots = slots;
    this.release = release;
  }

  /**
   * Finds the slots of this machine.
   *
   * @param resources what the study wants
   * @param usesGpu whether its trainer can use a GPU
   * @param environment that of this process, whose {@code CUDA_VISIBLE_DEVICES} is respected
   * @param config {@code thaw.worker.gpu} says how memory is judged
   * @throws IllegalArgumentException if one of the settings cannot work
   * @throws TooFewGpusException if the study wants more GPUs for a trial than there are
   */
  public static MachineSlots find(
      StudySpec.Resources resources,
      boolean usesGpu,
      Map<String, String> environment,
      Config config)
      throws TooFewGpusException {
    int gpusPerTrial = resources.gpusPerTrial().orElse(usesGpu ? 1 : 0);
    if (gpusPerTrial == 0) {
      return new MachineSlots(new ProcessorSlots(resources.slots()), () -> {});
    }
    Optional<String> visible = Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES"));
    GpuSlotSettings settings =
        GpuSlotSettings.of(
            SlotSettings.defaults().withGpusPerTrial(gpusPerTrial),
            resources.slotsPerGpu(),
            GpuClaims.everything().withVisible(visible),
            config);
    GpuInventory inventory = GpuInventory.ofThisMachine();
    Inventory now = inventory.read();
    if (resources.gpusPerTrial().isPresent() && now.gpus().size() < gpusPerTrial) {
      inventory.close();
      throw new TooFewGpusException(gpusPerTrial, now.gpus().size());
    }
    if (now.gpus().isEmpty()) {
      inventory.close();
      return new MachineSlots(new ProcessorSlots(resources.slots()), () -> {});
    }
    InventoryLines.of(now).forEach(log::info);
    return onGpus(inventory, settings);
  }

  private static MachineSlots onGpus(GpuInventory inventory, GpuSlotSettings settings) {
    GpuSlots slots = new GpuSlots(inventory::read, settings);
    long every = settings.lookEvery().toMillis();
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("thaw-gpu-watch").factory());
    var unused =
        watch.scheduleWithFixedDelay(() -> lookAt(slots), every, every, TimeUnit.MILLISECONDS);
    return new MachineSlots(
        slots,
        () -> {
          watch.shutdownNow();
          inventory.close();
        });
  }

  private static void lookAt(GpuSlots slots) {
    try {
      slots.look();
    } catch (RuntimeException e) {
      // The next look must come all the same.
      log.error("The GPUs could not be looked at", e);
    }
  }

  /** What keeps a GPU of this machine out of the offer, a sentence each; empty if nothing does. */
  public List<String> notes() {
    return slots instanceof GpuSlots gpus ? gpus.notes() : List.of();
  }

  @Override
  public TrainingSlot slot(int number) {
    return slots.slot(number);
  }

  @Override
  public List<Integer> gpus(int number) {
    return slots.gpus(number);
  }

  @Override
  public void watch(SlotListener listener) {
    slots.watch(listener);
  }

  @Override
  public Tenancy occupy(int slot, Supplier<Set<Long>> processes) {
    return slots.occupy(slot, processes);
  }

  @Override
  public boolean hasRoom(int slot) {
    return slots.hasRoom(slot);
  }

  @Override
  public double gpuIdle() {
    return slots.gpuIdle();
  }

  @Override
  public boolean isQuarantined(int slot) {
    return slots.isQuarantined(slot);
  }

  @Override
  public void close() {
    release.run();
    slots.close();
  }

  /** The study wants more GPUs for one trial than this machine has. */
  public static final class TooFewGpusException extends Exception {
    private static final long serialVersionUID = 1;

    TooFewGpusException(int wanted, int found) {
      super(
          found == 0
              ? "resources.gpusPerTrial (%d) must be 0 on this machine, which has no GPU that Thaw can see.\nMaybe see why with: thaw doctor"
                  .formatted(wanted)
              : "resources.gpusPerTrial (%d) must be at most %d, the GPUs of this machine.\nMaybe look at them with: thaw doctor"
                  .formatted(wanted, found));
    }
  }
}
