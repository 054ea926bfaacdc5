package dev.thaw.workers.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A device handle of NVML, asked field by field; what fails goes to the problems. */
final class NvmlDevice {

  /** Longer than NVML's limits for names (96) and UUIDs (96). */
  private static final int TEXT_BYTES = 128;

  /** {@code nvmlMemory_v2}: the size of the structure and its version in the highest byte. */
  private static final int MEMORY_V2 = 40 | 2 << 24;

  private final NvmlLibrary library;
  private final Arena arena;
  private final MemorySegment handle;
  private final String label;
  private final NvmlProblems problems;

  NvmlDevice(
      NvmlLibrary library, Arena arena, MemorySegment handle, String label, NvmlProblems problems) {
    this.library = library;
    this.arena = arena;
    this.handle = handle;
    this.label = label;
    this.problems = problems;
  }

  Optional<String> uuid() {
    return text("nvmlDeviceGetUUID", "UUID");
  }

  Optional<String> name() {
    return text("nvmlDeviceGetName", "name");
  }

  private Optional<String> text(String function, String what) {
    MemorySegment buffer = arena.allocate(TEXT_BYTES);
    return problems.none(library.call(function, handle, buffer, TEXT_BYTES), label, what)
        ? Optional.of(buffer.getString(0))
        : Optional.empty();
  }

  /** The second version tells what the driver keeps for itself, so that an idle GPU looks idle. */
  Optional<DeviceMemory> memory() {
    MemorySegment v2 = arena.allocate(40, Long.BYTES);
    v2.set(ValueLayout.JAVA_INT, 0, MEMORY_V2);
    if (library.call("nvmlDeviceGetMemoryInfo_v2", handle, v2) == NvmlReturn.SUCCESS) {
      return memory(v2, 8, 32, 24);
    }
    MemorySegment v1 = arena.allocate(24, Long.BYTES);
    return problems.none(library.call("nvmlDeviceGetMemoryInfo", handle, v1), label, "memory")
        ? memory(v1, 0, 16, 8)
        : Optional.empty();
  }

  private Optional<DeviceMemory> memory(MemorySegment from, long total, long used, long free) {
    long all = from.get(ValueLayout.JAVA_LONG, total);
    long taken = from.get(ValueLayout.JAVA_LONG, used);
    long left = from.get(ValueLayout.JAVA_LONG, free);
    // Unsigned in C: what looks negative here is more than any device has.
    boolean sane = all >= 0 && taken >= 0 && left >= 0;
    return problems.none(sane ? NvmlReturn.SUCCESS : NvmlReturn.UNKNOWN, label, "memory")
        ? Optional.of(new DeviceMemory(all, taken, left))
        : Optional.empty();
  }

  OptionalInt utilization() {
    MemorySegment gpuAndMemory = arena.allocate(8, Integer.BYTES);
    int code = library.call("nvmlDeviceGetUtilizationRates", handle, gpuAndMemory);
    return problems.none(code, label, "utilisation")
        ? OptionalInt.of(gpuAndMemory.get(ValueLayout.JAVA_INT, 0))
        : OptionalInt.empty();
  }

  OptionalInt temperature() {
    MemorySegment celsius = arena.allocate(ValueLayout.JAVA_INT);
    int code = library.call("nvmlDeviceGetTemperature", handle, 0, celsius);
    return problems.none(code, label, "temperature")
        ? OptionalInt.of(celsius.get(ValueLayout.JAVA_INT, 0))
        : OptionalInt.empty();
  }

  /** Those that compute, then those that only draw. Not every device can tell the latter. */
  List<GpuProcess> processes() {
    var computing = NvmlProcesses.read(library, arena, handle, GpuProcess.Kind.COMPUTE);
    problems.none(computing.code(), label, "processes");
    List<GpuProcess> all = new ArrayList<>(computing.list());
    Set<Long> known = new HashSet<>();
    all.forEach(process -> known.add(process.pid()));
    NvmlProcesses.read(library, arena, handle, GpuProcess.Kind.GRAPHICS).list().stream()
        .filter(process -> known.add(process.pid()))
        .forEach(all::add);
    return all;
  }

  /** The handles of the instances if MIG mode is on; empty if it is off or unknown to the GPU. */
  Optional<List<NvmlDevice>> instances() {
    MemorySegment current = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment pending = arena.allocate(ValueLayout.JAVA_INT);
    int code = library.call("nvmlDeviceGetMigMode", handle, current, pending);
    if (code == NvmlReturn.NOT_SUPPORTED || code == NvmlReturn.FUNCTION_NOT_FOUND) {
      return Optional.empty();
    }
    if (!problems.none(code, label, "MIG mode") || current.get(ValueLayout.JAVA_INT, 0) == 0) {
      return Optional.empty();
    }
    MemorySegment most = arena.allocate(ValueLayout.JAVA_INT);
    code = library.call("nvmlDeviceGetMaxMigDeviceCount", handle, most);
    boolean known = problems.none(code, label, "number of MIG instances");
    return Optional.of(known ? instances(most.get(ValueLayout.JAVA_INT, 0)) : List.of());
  }

  /** Instances have gaps in their numbers, which NVML calls not found. */
  private List<NvmlDevice> instances(int most) {
    List<NvmlDevice> found = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      MemorySegment holder = arena.allocate(ValueLayout.ADDRESS);
      int code = library.call("nvmlDeviceGetMigDeviceHandleByIndex", handle, i, holder);
      String its = "%s, MIG instance %d".formatted(label, i);
      if (code != NvmlReturn.NOT_FOUND && problems.none(code, its, "handle")) {
        found.add(
            new NvmlDevice(library, arena, holder.get(ValueLayout.ADDRESS, 0), its, problems));
      }
    }
    return found;
  }
}
