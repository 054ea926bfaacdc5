package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Sizes.GIB;
import static dev.thaw.workers.gpu.Sizes.MIB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.thaw.workers.gpu.Inventory.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiSourceTest {

  private static final String TWO =
      """
      0, GPU-aaaa, NVIDIA H200, 143771, 4, 143100, 0, 33, 550.54.15
      1, GPU-bbbb, NVIDIA H200, 143771, 12300, 130804, 97, 61, 550.54.15
      """;

  @TempDir private Path folder;

  @Test
  void readsEveryFieldOfAGpu() throws IOException {
    Inventory inventory = smi(TWO, "", "", 0).read();

    assertThat(inventory.driver()).contains("550.54.15");
    assertThat(inventory.how()).isEqualTo(Source.NVIDIA_SMI);
    assertThat(inventory.problems()).isEmpty();
    assertThat(inventory.gpus().getFirst())
        .isEqualTo(
            new Gpu(
                0,
                "GPU-aaaa",
                "NVIDIA H200",
                Optional.of(new DeviceMemory(143_771 * MIB, 4 * MIB, 143_100 * MIB)),
                OptionalInt.of(0),
                OptionalInt.of(33),
                List.of(),
                Optional.empty()));
  }

  @Test
  void givesProcessesToTheirGpu() throws IOException {
    Inventory inventory = smi(TWO, "GPU-bbbb, 4711, 12288\nGPU-bbbb, 4712, [N/A]\n", "", 0).read();

    assertThat(inventory.gpus().getFirst().processes()).isEmpty();
    assertThat(inventory.gpus().get(1).processes())
        .containsExactly(
            GpuProcess.computing(4711, 12 * GIB),
            new GpuProcess(4712, OptionalLong.empty(), GpuProcess.Kind.COMPUTE));
  }

  @Test
  void reportsFieldsThatAreNotTold() throws IOException {
    Inventory inventory =
        smi(
                "0, GPU-aaaa, NVIDIA GB10, [N/A], [N/A], [N/A], [Not Supported], ERR!, 580.1",
                "",
                "",
                0)
            .read();

    assertThat(inventory.gpus().getFirst().memory()).isEmpty();
    assertThat(inventory.problems())
        .containsExactly(
            "GPU 0: nvidia-smi does not tell its memory.",
            "GPU 0: nvidia-smi does not tell its utilisation.",
            "GPU 0: nvidia-smi does not tell its temperature.");
  }

  @Test
  void listsInstancesInMigMode() throws IOException {
    String listing =
        """
        GPU 0: NVIDIA H200 (UUID: GPU-aaaa)
          MIG 3g.71gb     Device  0: (UUID: MIG-1111)
          MIG 3g.71gb     Device  1: (UUID: MIG-2222)
        GPU 1: NVIDIA H200 (UUID: GPU-bbbb)
        """;

    List<Gpu> gpus = smi(TWO, "", listing, 0).read().gpus();

    assertThat(gpus.getFirst().mig().orElseThrow())
        .extracting(MigDevice::uuid, MigDevice::name)
        .containsExactly(tuple("MIG-1111", "3g.71gb"), tuple("MIG-2222", "3g.71gb"));
    assertThat(gpus.get(1).mig()).isEmpty();
  }

  @Test
  void keepsTheOtherGpusWhenOneIsLost() throws IOException {
    String lost =
        "Unable to determine the device handle for GPU0000:01:00.0: GPU is lost."
            + "  Reboot the system to recover this GPU";

    Inventory inventory =
        smi(TWO.lines().findFirst().orElseThrow() + "\n" + lost, "", "", 15).read();

    assertThat(inventory.gpus()).extracting(Gpu::uuid).containsExactly("GPU-aaaa");
    assertThat(inventory.problems()).first().isEqualTo("nvidia-smi: " + lost);
  }

  @Test
  void saysWhyThereIsNoAnswer() throws IOException {
    Inventory inventory =
        smi("Failed to initialize NVML: Driver/library version mismatch", "", "", 18).read();

    assertThat(inventory)
        .isEqualTo(
            Inventory.none(
                List.of("nvidia-smi: Failed to initialize NVML: Driver/library version mismatch")));
  }

  @Test
  void saysThatThereIsNoProgram() {
    Inventory inventory =
        new NvidiaSmiSource(folder.resolve("absent").toString(), Duration.ofSeconds(5)).read();

    assertThat(inventory.how()).isEqualTo(Source.NONE);
    assertThat(inventory.problems()).singleElement().asString().contains("cannot be run");
  }

  @Test
  void givesUpOnAProgramThatDoesNotEnd() throws IOException {
    Path script = script("#!/bin/sh\nread never < \"%s\"\n".formatted(pipe()));

    Inventory inventory = new NvidiaSmiSource(script.toString(), Duration.ofMillis(100)).read();

    assertThat(inventory.problems()).containsExactly("nvidia-smi: it did not end within 100 ms.");
  }

  /** A pipe that nobody writes to. */
  private Path pipe() throws IOException {
    Path pipe = folder.resolve("pipe");
    try {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return pipe;
  }

  /** A program that answers each of the three questions from a file; {@code exit} is for all. */
  private NvidiaSmiSource smi(String gpus, String processes, String listing, int exit)
      throws IOException {
    Files.writeString(folder.resolve("gpus"), gpus, UTF_8);
    Files.writeString(folder.resolve("processes"), processes, UTF_8);
    Files.writeString(folder.resolve("listing"), listing, UTF_8);
    Path script =
        script(
            """
            #!/bin/sh
            case $1 in
              --query-gpu=*) cat "%1$s/gpus" ;;
              --query-compute-apps=*) cat "%1$s/processes" ;;
              -L) cat "%1$s/listing" ;;
            esac
            exit %2$d
            """
                .formatted(folder, exit));
    return new NvidiaSmiSource(script.toString(), Duration.ofSeconds(20));
  }

  private Path script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("nvidia-smi"), text, UTF_8);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
