package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Sizes.GIB;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Inventories for tests. */
public final class Machines {

  public static final long TOTAL = 140 * GIB;

  private Machines() {}

  public static Inventory of(Gpu... gpus) {
    return new Inventory(List.of(gpus), Optional.of("550.54.15"), Inventory.Source.NVML, List.of());
  }

  public static Gpu idle(int index) {
    return gpu(index, "H200", 0);
  }

  /** A GPU with processes, and memory in use that none of them accounts for. */
  public static Gpu gpu(int index, String name, long unexplained, GpuProcess... processes) {
    return gpu(index, name, unexplained, 0, processes);
  }

  /** A GPU that computes for a share of the time, in percent. */
  public static Gpu computing(int index, int percent) {
    return gpu(index, "H200", 0, percent);
  }

  private static Gpu gpu(
      int index, String name, long unexplained, int percent, GpuProcess... processes) {
    return new Gpu(
        index,
        uuid(index),
        name,
        Optional.of(memory(unexplained, processes)),
        OptionalInt.of(percent),
        OptionalInt.of(30),
        List.of(processes),
        Optional.empty());
  }

  public static Gpu partitioned(int index, MigDevice... instances) {
    return new Gpu(
        index,
        uuid(index),
        "H200",
        Optional.of(memory(0)),
        OptionalInt.empty(),
        OptionalInt.of(30),
        List.of(),
        Optional.of(List.of(instances)));
  }

  public static MigDevice instance(int number, GpuProcess... processes) {
    return new MigDevice(
        "MIG-%d".formatted(number),
        "3g.71gb",
        Optional.of(memory(0, processes)),
        List.of(processes));
  }

  public static String uuid(int index) {
    return "GPU-%08d-aaaa".formatted(index);
  }

  private static DeviceMemory memory(long unexplained, GpuProcess... processes) {
    long used = unexplained;
    for (GpuProcess process : processes) {
      used += process.memory().orElse(0);
    }
    return new DeviceMemory(TOTAL, used, TOTAL - used);
  }

  /**
   * One to twelve GPUs of two models, some busy with pids from 100 on, some leaking, some in MIG.
   */
  public static Inventory random(Random random) {
    List<Gpu> gpus = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      String name = random.nextInt(4) == 0 ? "A100" : "H200";
      gpus.add(
          switch (random.nextInt(5)) {
            case 0 -> gpu(i, name, 0, GpuProcess.computing(100 + random.nextInt(10), GIB));
            case 1 -> gpu(i, name, random.nextLong(4 * GIB));
            case 2 -> partitioned(i, instance(2 * i), instance(2 * i + 1));
            default -> gpu(i, name, 0);
          });
    }
    return of(gpus.toArray(Gpu[]::new));
  }
}
