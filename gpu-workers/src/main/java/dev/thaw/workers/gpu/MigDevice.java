package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Optional;

/**
 * An instance of a GPU in MIG mode, with memory and processors of its own.
 *
 * <p>CUDA shows at most one such instance to a process, so that no trial can have several.
 *
 * @param uuid its stable name, such as {@code MIG-c6d4...}
 * @param name its model or its profile, such as {@code 3g.20gb}
 * @param memory its memory, if the driver tells
 * @param processes what runs on it
 */
public record MigDevice(
    String uuid, String name, Optional<DeviceMemory> memory, List<GpuProcess> processes)
    implements Device {

  public MigDevice {
    processes = List.copyOf(processes);
  }
}
