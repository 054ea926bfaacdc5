package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.workers.gpu.DeviceMemory;
import dev.thaw.workers.gpu.Gpu;
import dev.thaw.workers.gpu.GpuProcess;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.MigDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPUs as the doctor sees them, from handmade inventories. */
final class GraphicsTest {

  @TempDir private Path folder;

  private static Gpu gpu(int index, long used, int temperature, List<GpuProcess> processes) {
    long total = 80 * Bytes.GIB;
    return new Gpu(
        index,
        "GPU-" + index,
        "NVIDIA H100",
        Optional.of(new DeviceMemory(total, used, total - used)),
        OptionalInt.of(3),
        OptionalInt.of(temperature),
        processes,
        Optional.empty());
  }

  private static List<Finding> findings(int cards, List<String> problems, Gpu... gpus) {
    return facts(cards, problems, Optional.empty(), gpus).findings();
  }

  private static Graphics facts(
      int cards, List<String> problems, Optional<String> visible, Gpu... gpus) {
    var inventory =
        new Inventory(List.of(gpus), Optional.of("570.1"), Inventory.Source.NVML, problems);
    return new Graphics(inventory, cards, true, visible, Map.of(4711L, "python3 of alice"));
  }

  private static Graphics without(int cards, boolean installed, String problem) {
    var none = new Inventory(List.of(), Optional.empty(), Inventory.Source.NONE, List.of(problem));
    return new Graphics(none, cards, installed, Optional.empty(), Map.of());
  }

  @Test
  void isContentWithAGpuThatNobodyUses() {
    assertThat(findings(1, List.of(), gpu(0, 500 * Bytes.MIB, 31, List.of())))
        .containsExactly(
            Finding.ok("driver", "570.1, read through NVML"),
            Finding.ok("GPU 0", "NVIDIA H100, 500 MiB of 80.0 GiB used, 3 % busy, 31 °C"));
  }

  @Test
  void saysWhoUsesAGpu() {
    List<GpuProcess> process = List.of(GpuProcess.computing(4711, 10 * Bytes.GIB));

    Finding finding = findings(1, List.of(), gpu(0, 10 * Bytes.GIB, 50, process)).getLast();

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.what()).contains("process 4711 (python3 of alice) holds 10.0 GiB");
    assertThat(finding.remedy()).startsWith("Maybe wait");
  }

  @Test
  void warnsOfMemoryThatNobodySeemsToHold() {
    Finding finding = findings(1, List.of(), gpu(0, 10 * Bytes.GIB, 50, List.of())).getLast();

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.what()).contains("no visible process");
  }

  @Test
  void warnsOfAHotGpu() {
    List<Finding> findings = findings(1, List.of(), gpu(0, 0, 85, List.of()));

    assertThat(findings)
        .extracting(Finding::level)
        .containsExactly(Level.OK, Level.OK, Level.WARNING);
  }

  @Test
  void notesAGpuThatTheEnvironmentHides() {
    List<Finding> findings =
        facts(2, List.of(), Optional.of("1"), gpu(0, 0, 30, List.of()), gpu(1, 0, 30, List.of()))
            .findings();

    assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.NOTE, Level.OK);
    assertThat(findings.get(1).what()).contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void listsTheInstancesOfAGpu() {
    var instance = new MigDevice("MIG-1", "3g.20gb", Optional.empty(), List.of());
    Gpu whole = gpu(0, 0, 30, List.of());
    var gpu =
        new Gpu(
            0,
            "GPU-0",
            whole.name(),
            whole.memory(),
            OptionalInt.empty(),
            whole.temperature(),
            List.of(),
            Optional.of(List.of(instance)));

    assertThat(findings(1, List.of(), gpu))
        .extracting(Finding::what)
        .containsExactly(
            "570.1, read through NVML",
            "NVIDIA H100, 0 MiB of 80.0 GiB used, 30 °C",
            "instance 3g.20gb");
  }

  @Test
  void warnsOfAGpuInMigModeWithoutInstances() {
    var gpu =
        new Gpu(
            0,
            "GPU-0",
            "NVIDIA H100",
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            Optional.of(List.of()));

    Finding finding = findings(1, List.of(), gpu).getLast();

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.what()).contains("MIG mode without an instance");
  }

  @Test
  void passesProblemsOnAsNotesWhereNoCardIsMissing() {
    List<String> problems = List.of("GPU 0: temperature cannot be read: not supported.");

    Finding finding = findings(1, problems, gpu(0, 0, 30, List.of())).getLast();

    assertThat(finding)
        .isEqualTo(Finding.note("driver", "GPU 0: temperature cannot be read: not supported"));
  }

  @Test
  void passesProblemsOnAsWarningsWhereACardIsMissing() {
    List<String> problems = List.of("GPU 1: handle cannot be read: the GPU is lost.");

    assertThat(findings(2, problems, gpu(0, 0, 30, List.of())).getLast().level())
        .isEqualTo(Level.WARNING);
  }

  @Test
  void onlyNotesThatAMachineHasNoGpu() {
    assertThat(without(0, false, "NVML cannot be opened.").findings())
        .containsExactly(Finding.note("GPU", "none: trials will train on the processor."));
  }

  @Test
  void saysWhyADriverThatIsInstalledFindsNothing() {
    assertThat(without(0, true, "nvidia-smi: it did not end within 9 ms.").findings().getLast())
        .isEqualTo(Finding.note("driver", "nvidia-smi: it did not end within 9 ms"));
  }

  @Test
  void warnsOfACardWhoseDriverDoesNotAnswer() {
    List<Finding> findings =
        without(1, true, "NVML did not answer within 9 ms. Maybe a GPU hangs.").findings();

    assertThat(findings).extracting(Finding::level).containsExactly(Level.WARNING, Level.WARNING);
    assertThat(findings.getFirst().what()).startsWith("1 card of NVIDIA");
    assertThat(findings.getLast().remedy()).isEqualTo("Maybe a GPU hangs.");
  }

  @Test
  void countsTheCardsOfNvidiaThatCanCompute() throws IOException {
    device("a", "0x10de", "0x030200");
    device("b", "0x10de", "0x030000");
    device("audio of b", "0x10de", "0x040300");
    device("of another maker", "0x1002", "0x030000");
    Files.createDirectory(folder.resolve("empty"));

    assertThat(Graphics.cards(folder)).isEqualTo(2);
    assertThat(Graphics.cards(folder.resolve("nowhere"))).isZero();
  }

  private void device(String name, String vendor, String kind) throws IOException {
    Path device = Files.createDirectory(folder.resolve(name));
    Files.writeString(device.resolve("vendor"), vendor + "\n");
    Files.writeString(device.resolve("class"), kind + "\n");
  }
}
