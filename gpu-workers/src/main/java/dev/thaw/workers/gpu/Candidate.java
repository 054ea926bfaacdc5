package dev.thaw.workers.gpu;

import dev.thaw.workers.gpu.Refused.Why;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A device that might become part of a slot.
 *
 * @param gpu the GPU that it is or belongs to
 * @param device the GPU itself, or one of its instances
 */
record Candidate(Gpu gpu, Device device) {

  /** The candidates that a GPU has to offer; none if it is in MIG mode without an instance. */
  static List<Candidate> of(Gpu gpu) {
    List<Device> devices = gpu.mig().<List<Device>>map(List::copyOf).orElseGet(() -> List.of(gpu));
    return devices.stream().map(device -> new Candidate(gpu, device)).toList();
  }

  /** Why this device cannot be used; empty if it can. The settings are asked before the driver. */
  Optional<Refused> refusal(SlotSettings settings, GpuClaims claims) {
    if (claims.excludes(gpu, device)) {
      return Optional.of(refused(Why.EXCLUDED, "is excluded"));
    }
    if (!claims.shows(gpu, device)) {
      return Optional.of(
          refused(Why.NOT_VISIBLE, "is not among the GPUs that CUDA_VISIBLE_DEVICES names"));
    }
    if (device instanceof MigDevice && settings.gpusPerTrial() > 1) {
      return Optional.of(
          refused(
              Why.INSTANCE_IN_GROUP, "is an instance, and CUDA gives a trial only one of them"));
    }
    return occupied(settings.toleratedBytes(), claims.ourPids());
  }

  private Optional<Refused> occupied(long tolerated, Set<Long> ours) {
    // What runs on a GPU in MIG mode may run on any of its instances.
    var processes =
        Stream.concat(gpu.processes().stream(), device.processes().stream()).distinct().toList();
    List<GpuProcess> foreign = Occupancy.foreign(processes, ours);
    if (!foreign.isEmpty()) {
      String who = foreign.stream().map(Occupancy::text).collect(Collectors.joining(", "));
      return Optional.of(refused(Why.IN_USE, "is used by somebody else: " + who));
    }
    OptionalLong held = Occupancy.unexplained(device);
    return held.isPresent() && held.getAsLong() > tolerated
        ? Optional.of(
            refused(
                Why.MEMORY_HELD,
                "has %s in use by no visible process, more than the %s that are tolerated"
                    .formatted(Sizes.text(held.getAsLong()), Sizes.text(tolerated))))
        : Optional.empty();
  }

  Refused leftOver(int found, int gpusPerTrial) {
    return refused(
        Why.LEFT_OVER,
        "is left over: a trial needs %d GPUs of one model, and %d remained"
            .formatted(gpusPerTrial, found));
  }

  static Refused withoutInstance(Gpu gpu) {
    return new Candidate(gpu, gpu)
        .refused(Why.NO_INSTANCE, "is in MIG mode and has no instance that can be used");
  }

  private Refused refused(Why why, String predicate) {
    String who =
        device instanceof MigDevice
            ? "GPU %d, instance %s (%s)".formatted(gpu.index(), device.name(), device.uuid())
            : "GPU %d (%s)".formatted(gpu.index(), gpu.name());
    return new Refused(gpu.index(), device.uuid(), why, "%s %s.".formatted(who, predicate));
  }
}
