package dev.thaw.workers.slot;

import dev.thaw.workers.gpu.DeviceMemory;
import dev.thaw.workers.gpu.Inventory;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A session in a slot: its processes, and the most memory that it was seen to hold on one GPU. */
final class Tenant {

  private Place place;
  private final Supplier<Set<Long>> processes;
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();
  private volatile boolean open;
  private volatile boolean trained;
  private long peakBytes;

  Tenant(Place place, Supplier<Set<Long>> processes) {
    this.place = place;
    this.processes = processes;
  }

  Place place() {
    return place;
  }

  void move(Place next) {
    place = next;
  }

  void opened() {
    open = true;
  }

  /** Whether its processes are not all known yet. */
  boolean opening() {
    return !open;
  }

  void trained() {
    trained = true;
  }

  /** Looks which processes it has now; takes milliseconds, so no lock should be held meanwhile. */
  void lookAtProcesses() {
    seen.addAll(processes.get());
  }

  /** All its processes that were seen so far, those that have ended included. */
  Set<Long> pids() {
    return Set.copyOf(seen);
  }

  /**
   * Looks how much it holds now.
   *
   * @param alone whether no other session is on these GPUs, so that all that is used is its own
   *     where the driver does not show processes
   */
  void measure(Inventory now, boolean alone) {
    Set<Long> pids = pids();
    for (String uuid : place.devices().uuids()) {
      long held = now.heldBy(pids, uuid);
      if (held == 0 && alone) {
        held = moreThanBefore(now, uuid);
      }
      peakBytes = Math.max(peakBytes, held);
    }
  }

  private long moreThanBefore(Inventory now, String uuid) {
    OptionalLong before = place.release().baseline().getOrDefault(uuid, OptionalLong.empty());
    return before.isEmpty()
        ? 0
        : now.device(uuid)
            .flatMap(device -> device.memory())
            .map(DeviceMemory::used)
            .map(used -> Math.max(0, used - before.getAsLong()))
            .orElse(0L);
  }

  /**
   * The most memory that it was seen to hold, in bytes; empty before its first whole epoch, and if
   * its share could not be told, as beside others whose processes the driver hides too.
   */
  OptionalLong peak() {
    return trained && peakBytes > 0 ? OptionalLong.of(peakBytes) : OptionalLong.empty();
  }
}
