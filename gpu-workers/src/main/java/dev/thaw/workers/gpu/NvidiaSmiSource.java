package dev.thaw.workers.gpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the GPUs with {@code nvidia-smi}, the driver's program, for where NVML cannot be opened.
 *
 * <p>Three runs a reading, some tenths of a second each. Coarser than NVML: memory in MiB,
 * instances in MIG mode without their memory, and processes on them counted to the whole GPU.
 */
public final class NvidiaSmiSource implements GpuSource {

  private static final String QUERY =
      "index,uuid,name,memory.total,memory.used,memory.free,"
          + "utilization.gpu,temperature.gpu,driver_version";
  private static final int COLUMNS = 9;

  private static final Pattern GPU_LINE =
      Pattern.compile("GPU \\d+: .*\\(UUID: (?<uuid>GPU-\\S+)\\)");
  private static final Pattern MIG_LINE =
      Pattern.compile("\\s+MIG (?<name>\\S+)\\s+Device\\s+\\d+: \\(UUID: (?<uuid>MIG-\\S+)\\)");

  private final SmiCommand command;

  /** Runs the {@code nvidia-smi} on the path, ten seconds at most each time. */
  public NvidiaSmiSource() {
    this("nvidia-smi", Duration.ofSeconds(10));
  }

  /**
   * @param executable the program's name or path
   * @param patience how long one run may take
   */
  public NvidiaSmiSource(String executable, Duration patience) {
    this.command = new SmiCommand(executable, patience);
  }

  @Override
  public Inventory read() {
    var answer = command.run("--query-gpu=" + QUERY, "--format=csv,noheader,nounits");
    List<String> problems = new ArrayList<>();
    List<SmiRow> rows = rows(answer, problems);
    if (answer.exit() != 0 && rows.isEmpty()) {
      return Inventory.none(List.of("nvidia-smi: %s".formatted(answer.firstLine())));
    }
    var processes = processes(problems);
    var instances = instances(problems);
    List<Gpu> gpus =
        rows.stream()
            .map(row -> gpu(row, processes, instances, problems))
            .sorted(Comparator.comparingInt(Gpu::index))
            .toList();
    Optional<String> driver = rows.stream().map(row -> row.text(COLUMNS - 1)).findFirst();
    return new Inventory(gpus, driver, Inventory.Source.NVIDIA_SMI, problems);
  }

  /** Other lines are complaints, as about a GPU that is lost. */
  private static List<SmiRow> rows(SmiCommand.Output answer, List<String> problems) {
    List<SmiRow> rows = new ArrayList<>();
    for (String line : answer.lines()) {
      SmiRow row = SmiRow.of(line);
      if (row.fields().size() == COLUMNS
          && row.small(0).isPresent()
          && row.text(1).startsWith("GPU-")) {
        rows.add(row);
      } else if (!line.equals("No devices were found")) {
        problems.add("nvidia-smi: %s".formatted(line.strip()));
      }
    }
    return rows;
  }

  private static Gpu gpu(
      SmiRow row,
      Map<String, List<GpuProcess>> processes,
      Map<String, List<MigDevice>> instances,
      List<String> problems) {
    Gpu gpu =
        new Gpu(
            row.small(0).orElseThrow(),
            row.text(1),
            row.text(2),
            row.memory(3),
            row.small(6),
            row.small(7),
            processes.getOrDefault(row.text(1), List.of()),
            Optional.ofNullable(instances.get(row.text(1))));
    note(gpu.memory().isEmpty(), gpu, "memory", problems);
    note(gpu.utilization().isEmpty() && gpu.mig().isEmpty(), gpu, "utilisation", problems);
    note(gpu.temperature().isEmpty(), gpu, "temperature", problems);
    return gpu;
  }

  private static void note(boolean missing, Gpu gpu, String what, List<String> problems) {
    if (missing) {
      problems.add("GPU %d: nvidia-smi does not tell its %s.".formatted(gpu.index(), what));
    }
  }

  /** By the UUID of the GPU. */
  private Map<String, List<GpuProcess>> processes(List<String> problems) {
    var answer =
        command.run(
            "--query-compute-apps=gpu_uuid,pid,used_memory", "--format=csv,noheader,nounits");
    Map<String, List<GpuProcess>> processes = new HashMap<>();
    if (answer.exit() != 0) {
      problems.add("Processes cannot be read: nvidia-smi: %s".formatted(answer.firstLine()));
      return processes;
    }
    for (String line : answer.lines()) {
      SmiRow row = SmiRow.of(line);
      if (row.fields().size() == 3 && row.number(1).isPresent()) {
        long pid = row.number(1).getAsLong();
        processes
            .computeIfAbsent(row.text(0), _ -> new ArrayList<>())
            .add(new GpuProcess(pid, row.mebibytes(2), GpuProcess.Kind.COMPUTE));
      }
    }
    return processes;
  }

  /** By the UUID of the GPU; only the listing for people names the instances. */
  private Map<String, List<MigDevice>> instances(List<String> problems) {
    var answer = command.run("-L");
    Map<String, List<MigDevice>> instances = new LinkedHashMap<>();
    if (answer.exit() != 0) {
      problems.add("MIG instances cannot be read: nvidia-smi: %s".formatted(answer.firstLine()));
    }
    String gpu = "";
    for (String line : answer.lines()) {
      Matcher whole = GPU_LINE.matcher(line);
      Matcher part = MIG_LINE.matcher(line);
      if (whole.matches()) {
        gpu = whole.group("uuid");
      } else if (part.matches()) {
        instances
            .computeIfAbsent(gpu, _ -> new ArrayList<>())
            .add(
                new MigDevice(part.group("uuid"), part.group("name"), Optional.empty(), List.of()));
      }
    }
    return instances;
  }
}
