package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The GPUs of a machine as they were at one moment.
 *
 * @param gpus by index, ascending; a GPU that is lost is absent and named in {@code problems}
 * @param driver the driver's version; empty if it is not known
 * @param how who told
 * @param problems what could not be read and what was tried in vain, one sentence or two each, for
 *     people
 */
public record Inventory(
    List<Gpu> gpus, Optional<String> driver, Source how, List<String> problems) {

  /** Who told about the GPUs. */
  public enum Source {
    /** The driver's library. */
    NVML,
    /** The driver's program. */
    NVIDIA_SMI,
    /** Nobody: the machine has no GPU, or its driver does not answer. */
    NONE
  }

  public Inventory {
    gpus = List.copyOf(gpus);
    problems = List.copyOf(problems);
  }

  /** An inventory of nothing, because of problems. */
  static Inventory none(List<String> problems) {
    return new Inventory(List.of(), Optional.empty(), Source.NONE, problems);
  }

  /** The GPU or the instance with a UUID. */
  public Optional<Device> device(String uuid) {
    return gpus.stream()
        .flatMap(gpu -> Stream.concat(Stream.of(gpu), gpu.mig().stream().flatMap(List::stream)))
        .filter(device -> device.uuid().equals(uuid))
        .map(Device.class::cast)
        .findFirst();
  }

  /**
   * The share of the GPUs that computed nothing in the last sample period, in 0..1; NaN if no
   * driver says so of any. A GPU in MIG mode says nothing.
   */
  public double idleShare() {
    return gpus.stream()
        .filter(gpu -> gpu.utilization().isPresent())
        .mapToDouble(gpu -> 1 - gpu.utilization().getAsInt() / 100.0)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The memory that some processes hold on one device together, in bytes; 0 if the driver shows
   * none of them. This is what {@link Packing} wants to know, as the most that was ever seen of a
   * trial.
   */
  public long heldBy(Set<Long> pids, String uuid) {
    return device(uuid).stream()
        .flatMap(device -> device.processes().stream())
        .filter(process -> pids.contains(process.pid()))
        .mapToLong(process -> process.memory().orElse(0))
        .sum();
  }
}
