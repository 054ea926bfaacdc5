package dev.thaw.workers.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the GPUs through NVML, the driver's library, without a native build.
 *
 * <p>NVML stays initialised between readings, which saves a second per GPU where the driver does
 * not persist, and is initialised anew after an error that needs it. It only reads. Java wants
 * {@code --enable-native-access} for this, or prints a warning. Safe for several threads, which
 * wait for each other.
 */
public final class NvmlSource implements GpuSource {

  /** The loader's own search first, then where WSL, NixOS and some container hosts keep it. */
  private static final List<String> USUAL =
      List.of(
          "libnvidia-ml.so.1",
          "/usr/lib/wsl/lib/libnvidia-ml.so.1",
          "/run/opengl-driver/lib/libnvidia-ml.so.1",
          "/usr/local/nvidia/lib64/libnvidia-ml.so.1");

  private static final int TEXT_BYTES = 128;

  private final List<String> names;
  private @Nullable NvmlLibrary library;
  private boolean initialised;

  /** Looks for the library in the usual places. */
  public NvmlSource() {
    this(USUAL);
  }

  /**
   * @param names names or paths of the library; the first that can be opened is taken
   */
  public NvmlSource(List<String> names) {
    this.names = List.copyOf(names);
  }

  @Override
  public synchronized Inventory read() {
    NvmlLibrary nvml;
    try {
      nvml = library != null ? library : NvmlLibrary.open(names).orElse(null);
    } catch (IllegalCallerException e) {
      return Inventory.none(
          List.of(
              "NVML: Java may not call native code."
                  + " Maybe start it with --enable-native-access=ALL-UNNAMED."));
    }
    library = nvml;
    if (nvml == null) {
      return Inventory.none(
          List.of("NVML: %s cannot be opened. Maybe no driver.".formatted(names.getFirst())));
    }
    int code = initialised ? NvmlReturn.SUCCESS : nvml.call("nvmlInit_v2");
    if (code != NvmlReturn.SUCCESS) {
      return Inventory.none(
          List.of("NVML cannot be initialised: %s".formatted(NvmlReturn.words(code))));
    }
    initialised = true;
    try (Arena arena = Arena.ofConfined()) {
      return read(nvml, arena);
    }
  }

  private Inventory read(NvmlLibrary nvml, Arena arena) {
    NvmlProblems problems = new NvmlProblems();
    MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
    int code = nvml.call("nvmlDeviceGetCount_v2", count);
    boolean counted = problems.none(code, "NVML", "number of GPUs");
    List<Gpu> gpus = new ArrayList<>();
    for (int i = 0; counted && i < count.get(ValueLayout.JAVA_INT, 0); i++) {
      gpu(nvml, arena, i, problems).ifPresent(gpus::add);
    }
    Optional<String> driver = counted ? driver(nvml, arena, problems) : Optional.empty();
    if (problems.touchLost()) {
      shutdown(nvml);
    }
    return counted
        ? new Inventory(gpus, driver, Inventory.Source.NVML, problems.sentences())
        : Inventory.none(problems.sentences());
  }

  private static Optional<String> driver(NvmlLibrary nvml, Arena arena, NvmlProblems problems) {
    MemorySegment buffer = arena.allocate(TEXT_BYTES);
    int code = nvml.call("nvmlSystemGetDriverVersion", buffer, TEXT_BYTES);
    return problems.none(code, "NVML", "driver version")
        ? Optional.of(buffer.getString(0))
        : Optional.empty();
  }

  /** A GPU without a UUID cannot be given to a trial, and a lost one must not be. */
  private static Optional<Gpu> gpu(
      NvmlLibrary nvml, Arena arena, int index, NvmlProblems problems) {
    String label = "GPU %d".formatted(index);
    int lostBefore = problems.devicesLost();
    MemorySegment holder = arena.allocate(ValueLayout.ADDRESS);
    int code = nvml.call("nvmlDeviceGetHandleByIndex_v2", index, holder);
    if (!problems.none(code, label, "handle")) {
      return Optional.empty();
    }
    var device = new NvmlDevice(nvml, arena, holder.get(ValueLayout.ADDRESS, 0), label, problems);
    return device
        .uuid()
        .map(uuid -> gpu(index, uuid, device))
        .filter(_ -> problems.devicesLost() == lostBefore);
  }

  /** In MIG mode a GPU has no utilisation, and its processes are asked for by instance. */
  private static Gpu gpu(int index, String uuid, NvmlDevice device) {
    Optional<List<NvmlDevice>> instances = device.instances();
    return new Gpu(
        index,
        uuid,
        device.name().orElse("GPU of unknown model"),
        device.memory(),
        instances.isPresent() ? OptionalInt.empty() : device.utilization(),
        device.temperature(),
        instances.isPresent() ? List.of() : device.processes(),
        instances.map(list -> list.stream().flatMap(i -> instance(i).stream()).toList()));
  }

  private static Optional<MigDevice> instance(NvmlDevice device) {
    return device
        .uuid()
        .map(
            uuid ->
                new MigDevice(
                    uuid,
                    device.name().orElse("MIG instance"),
                    device.memory(),
                    device.processes()));
  }

  private void shutdown(NvmlLibrary nvml) {
    nvml.call("nvmlShutdown");
    initialised = false;
  }

  @Override
  public synchronized void close() {
    if (library != null && initialised) {
      shutdown(library);
    }
  }
}
