package dev.thaw.workers.gpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether the device memory of a trial that has left its slot is really free again.
 *
 * <p>A pure function of inventories: the worker reads one after the other and asks about each. The
 * memory is free once none of the trial's processes is on the slot's devices and no more memory is
 * in use there without a visible process than before the first trial. That holds on shared GPUs
 * too, since what other trials hold is accounted for by their processes.
 *
 * <p>Take the baseline once, when the slot is planned, and keep it for all of its trials: a
 * baseline taken anew before each trial would let a leak of one tolerance per trial pass for ever.
 *
 * @param baseline by UUID of the slot's devices, the memory that no visible process accounted for,
 *     in bytes; empty where the driver did not tell. No device at all for a slot on the processor
 * @param toleranceBytes how much more may remain, as drivers keep some pages; 0 or more
 * @param patience how long after the end of a trial its memory may take to become free; positive
 */
public record MemoryRelease(
    Map<String, OptionalLong> baseline, long toleranceBytes, Duration patience) {

  /** What to do with the slot. */
  public sealed interface Verdict {}

  /**
   * The slot can be handed out.
   *
   * @param proven whether the memory was seen to be free; false where the driver does not tell, or
   *     hides the processes of other trials on the same GPU, so that only the end of the trial's
   *     processes is known
   */
  public record Free(boolean proven) implements Verdict {}

  /**
   * Read again in a while.
   *
   * @param reason what still holds the memory
   */
  public record Wait(String reason) implements Verdict {}

  /**
   * The slot must not be handed out, and somebody should look at it.
   *
   * @param reason what still holds the memory
   */
  public record Quarantine(String reason) implements Verdict {}

  public MemoryRelease {
    if (toleranceBytes < 0) {
      throw new IllegalArgumentException(
          "toleranceBytes (%d) must be at least 0.\nMaybe 256 MiB.".formatted(toleranceBytes));
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException(
          "patience (%s) must be positive.\nMaybe 30 s.".formatted(patience));
    }
    baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
  }

  /** Takes the baseline of some devices from an inventory in which no trial runs on them. */
  public static MemoryRelease of(
      Inventory quiet, List<String> uuids, long toleranceBytes, Duration patience) {
    Map<String, OptionalLong> baseline = new LinkedHashMap<>();
    for (String uuid : uuids) {
      baseline.put(
          uuid, quiet.device(uuid).map(Occupancy::unexplained).orElse(OptionalLong.empty()));
    }
    return new MemoryRelease(baseline, toleranceBytes, patience);
  }

  /**
   * Judges one reading. Only the latest counts, as nobody of ours allocates in between.
   *
   * @param now the devices after the end of the trial
   * @param trialPids the processes of the trial that has left, with all that they started
   * @param neighbourPids the processes of other trials of ours, on whatever device
   * @param shared whether one of those trials is on these devices too
   * @param waited the time since the trial ended
   */
  public Verdict judge(
      Inventory now,
      Set<Long> trialPids,
      Set<Long> neighbourPids,
      boolean shared,
      Duration waited) {
    List<String> holds = new ArrayList<>();
    boolean proven = true;
    for (String uuid : baseline.keySet()) {
      Optional<Device> device = now.device(uuid);
      if (device.isEmpty()) {
        holds.add(missing(uuid, now));
      } else {
        proven &= check(device.get(), trialPids, neighbourPids, shared, holds);
      }
    }
    if (holds.isEmpty()) {
      return new Free(proven);
    }
    String reason = String.join(" ", holds);
    return waited.compareTo(patience) < 0 ? new Wait(reason) : new Quarantine(reason);
  }

  private static String missing(String uuid, Inventory now) {
    String why = now.problems().isEmpty() ? "" : " " + String.join(" ", now.problems());
    return "%s is not listed any more.%s".formatted(uuid, why);
  }

  /** Notes what holds the device, and answers whether its memory could be told at all. */
  private boolean check(
      Device device,
      Set<Long> trialPids,
      Set<Long> neighbourPids,
      boolean shared,
      List<String> holds) {
    List<GpuProcess> rest = Occupancy.foreign(device.processes(), neighbourPids);
    if (!rest.isEmpty()) {
      String who = rest.stream().map(p -> whose(p, trialPids)).collect(Collectors.joining(", "));
      holds.add("On %s %s.".formatted(device.uuid(), who));
      return true;
    }
    OptionalLong before = baseline.getOrDefault(device.uuid(), OptionalLong.empty());
    OptionalLong after = Occupancy.unexplained(device);
    if (before.isEmpty() || after.isEmpty()) {
      return false;
    }
    long more = after.getAsLong() - before.getAsLong();
    if (more <= toleranceBytes) {
      return true;
    }
    if (device.processes().isEmpty() && shared) {
      // The driver may hide the neighbours' processes, whose memory this then is.
      return false;
    }
    holds.add(
        "On %s %s more than before are in use by no visible process."
            .formatted(device.uuid(), Sizes.text(more)));
    return true;
  }

  private static String whose(GpuProcess process, Set<Long> trialPids) {
    return "%s, %s"
        .formatted(
            Occupancy.text(process),
            trialPids.contains(process.pid()) ? "of the trial that ended" : "not of this worker");
  }
}
