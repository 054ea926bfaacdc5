package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One GPU as it was at one moment.
 *
 * @param index its number in PCI bus order, from 0; not stable, so name GPUs by UUID
 * @param uuid its stable name
 * @param name its model
 * @param memory its memory, if the driver tells
 * @param utilization the share of the last sample period in which a kernel ran, in percent
 * @param temperature in degrees Celsius
 * @param processes what runs on the whole GPU; in MIG mode what could not be told apart by instance
 * @param mig its instances if MIG mode is on, perhaps none; empty if MIG mode is off
 */
public record Gpu(
    int index,
    String uuid,
    String name,
    Optional<DeviceMemory> memory,
    OptionalInt utilization,
    OptionalInt temperature,
    List<GpuProcess> processes,
    Optional<List<MigDevice>> mig)
    implements Device {

  public Gpu {
    processes = List.copyOf(processes);
    mig = mig.map(List::copyOf);
  }
}
