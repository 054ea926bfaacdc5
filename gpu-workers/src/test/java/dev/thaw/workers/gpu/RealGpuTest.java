package dev.thaw.workers.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads the GPUs of the machine that runs the tests; skipped where there are none. */
@Tag("gpu")
class RealGpuTest {

  @Test
  void readsTheGpusOfThisMachine() {
    try (GpuInventory gpus = GpuInventory.ofThisMachine()) {
      Inventory inventory = gpus.read();
      InventoryLines.of(inventory).forEach(System.out::println);

      assumeThat(inventory.gpus()).as("GPUs of this machine").isNotEmpty();
      assertThat(inventory.driver()).isPresent();
      assertThat(inventory.gpus())
          .allSatisfy(
              gpu -> {
                assertThat(gpu.uuid()).startsWith("GPU-");
                assertThat(gpu.name()).isNotBlank();
              });
    }
  }

  @Test
  void readsTheSameFromTheLibraryAndTheProgram() {
    try (NvmlSource nvml = new NvmlSource()) {
      Inventory library = nvml.read();
      Inventory program = new NvidiaSmiSource().read();

      assumeThat(library.gpus()).as("GPUs that NVML shows").isNotEmpty();
      assumeThat(program.gpus()).as("GPUs that nvidia-smi shows").isNotEmpty();
      assertThat(library.driver()).isEqualTo(program.driver());
      assertThat(library.gpus())
          .zipSatisfy(
              program.gpus(),
              (one, other) -> {
                assertThat(one.uuid()).isEqualTo(other.uuid());
                assertThat(one.name()).isEqualTo(other.name());
                assertThat(one.memory().isPresent()).isEqualTo(other.memory().isPresent());
              });
    }
  }

  @Test
  void readsAgainWithoutInitialisingAnew() {
    try (NvmlSource nvml = new NvmlSource()) {
      assumeThat(nvml.read().gpus()).as("GPUs that NVML shows").isNotEmpty();

      long before = System.nanoTime();
      nvml.read();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
