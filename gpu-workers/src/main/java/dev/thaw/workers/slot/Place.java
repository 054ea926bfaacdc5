package dev.thaw.workers.slot;

import dev.thaw.workers.gpu.DeviceMemory;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.MemoryRelease;
import dev.thaw.workers.gpu.SlotDevices;
import java.util.Set;

/**
 * A slot on GPUs, as it was planned.
 *
 * @param devices its GPUs and what processes find in their environment
 * @param device the number that all slots on these GPUs share
 * @param round how many slots on these GPUs come before this one
 * @param release judges whether its memory is free, compared with when it was planned
 * @param usableBytes the memory of the smallest of its GPUs that was free when it was planned; 0 if
 *     the driver does not tell
 */
record Place(SlotDevices devices, int device, int round, MemoryRelease release, long usableBytes) {

  static Place of(
      SlotDevices devices, int device, int round, MemoryRelease release, Inventory quiet) {
    return new Place(devices, device, round, release, least(devices, quiet));
  }

  int number() {
    return devices.slot();
  }

  /** The memory of the fullest of its GPUs that is free now. */
  long freeBytes(Inventory now) {
    return least(devices, now);
  }

  /** Whether a slot that was left with memory in use has it back now. */
  boolean isFree(Inventory now, Set<Long> neighbours, boolean shared) {
    return release.judge(now, Set.of(), neighbours, shared, release.patience())
        instanceof MemoryRelease.Free;
  }

  private static long least(SlotDevices devices, Inventory inventory) {
    return devices.uuids().stream()
        .mapToLong(
            uuid ->
                inventory.device(uuid).flatMap(d -> d.memory()).map(DeviceMemory::free).orElse(0L))
        .min()
        .orElse(0);
  }
}
