package dev.thaw.workers.gpu;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Who holds a device, as far as the driver shows. */
final class Occupancy {

  private Occupancy() {}

  /** Processes that compute and are not among {@code ours}; a display server is no rival. */
  static List<GpuProcess> foreign(List<GpuProcess> processes, Set<Long> ours) {
    return processes.stream()
        .filter(process -> process.kind() == GpuProcess.Kind.COMPUTE)
        .filter(process -> !ours.contains(process.pid()))
        .toList();
  }

  /**
   * The memory that no visible process accounts for, in bytes, 0 or more; empty if it cannot be
   * told, because the driver hides the memory of the device or of a visible process.
   */
  static OptionalLong unexplained(Device device) {
    if (device.memory().isEmpty()
        || device.processes().stream().anyMatch(process -> process.memory().isEmpty())) {
      return OptionalLong.empty();
    }
    long explained = device.processes().stream().mapToLong(p -> p.memory().orElse(0)).sum();
    return OptionalLong.of(Math.max(0, device.memory().get().used() - explained));
  }

  /** A process in words: its number, and what it holds if that is known. */
  static String text(GpuProcess process) {
    return process.memory().isPresent()
        ? "process %d holds %s".formatted(process.pid(), Sizes.text(process.memory().getAsLong()))
        : "process %d runs on it".formatted(process.pid());
  }
}
