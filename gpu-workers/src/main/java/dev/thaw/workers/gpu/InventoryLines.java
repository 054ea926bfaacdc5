package dev.thaw.workers.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** An inventory as lines for people. */
public final class InventoryLines {

  private InventoryLines() {}

  /**
   * The driver, then each GPU with its instances, then each problem. Processes follow the device
   * that they run on, on the same line.
   */
  public static List<String> of(Inventory inventory) {
    List<String> lines = new ArrayList<>();
    lines.add(head(inventory));
    for (Gpu gpu : inventory.gpus()) {
      lines.add("GPU %d  %s".formatted(gpu.index(), text(gpu, load(gpu))));
      gpu.mig().stream()
          .flatMap(List::stream)
          .forEach(instance -> lines.add("  MIG  %s".formatted(text(instance, ""))));
    }
    inventory.problems().forEach(problem -> lines.add("note: %s".formatted(problem)));
    return lines;
  }

  private static String head(Inventory inventory) {
    String driver = inventory.driver().orElse("of unknown version");
    int count = inventory.gpus().size();
    return switch (inventory.how()) {
      case NVML -> "%s, driver %s, read through NVML".formatted(counted(count), driver);
      case NVIDIA_SMI -> "%s, driver %s, read with nvidia-smi".formatted(counted(count), driver);
      case NONE -> "no GPU";
    };
  }

  private static String counted(int gpus) {
    return gpus == 1 ? "1 GPU" : "%d GPUs".formatted(gpus);
  }

  private static String text(Device device, String load) {
    Optional<DeviceMemory> memory = device.memory();
    String used =
        memory.isPresent()
            ? "%s of %s used"
                .formatted(Sizes.text(memory.get().used()), Sizes.text(memory.get().total()))
            : "memory unknown";
    String processes =
        device.processes().stream()
            .map(p -> "; " + Occupancy.text(p))
            .collect(Collectors.joining());
    return "%s (%s): %s%s%s".formatted(device.name(), device.uuid(), used, load, processes);
  }

  private static String load(Gpu gpu) {
    return part(gpu.utilization(), "% busy")
        + part(gpu.temperature(), " °C")
        + (gpu.mig().isPresent() ? ", MIG mode on" : "");
  }

  private static String part(OptionalInt number, String unit) {
    return number.isPresent() ? ", %d%s".formatted(number.getAsInt(), unit) : "";
  }
}
