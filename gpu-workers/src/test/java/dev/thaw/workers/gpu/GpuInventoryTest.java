package dev.thaw.workers.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.workers.gpu.Inventory.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GpuInventoryTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void takesTheFirstSourceThatAnswers() throws IOException, InterruptedException {
    try (GpuInventory gpus =
        new GpuInventory(List.of(noLibrary(), FakeNvml.modern().source()), LONG)) {
      Inventory inventory = gpus.read();

      assertThat(inventory.how()).isEqualTo(Source.NVML);
      assertThat(inventory.problems())
          .containsExactly("NVML: libthaw-absent.so cannot be opened. Maybe no driver.");
    }
  }

  @Test
  void saysWhatWasTriedWhereThereIsNoGpu() {
    try (GpuInventory gpus = new GpuInventory(List.of(noLibrary(), noProgram()), LONG)) {
      Inventory inventory = gpus.read();

      assertThat(inventory.how()).isEqualTo(Source.NONE);
      assertThat(inventory.problems()).hasSize(2);
    }
  }

  @Test
  @Timeout(60)
  void leavesADriverBehindThatHangsAndAsksItAgainOnceItHasAnswered()
      throws IOException, InterruptedException {
    FakeNvml fake = FakeNvml.modern();
    fake.tell("hang 1");
    try (GpuInventory gpus = new GpuInventory(List.of(fake.source()), Duration.ofMillis(50))) {
      assertThat(gpus.read().problems()).singleElement().asString().contains("within 50 ms");
      assertThat(gpus.read().problems()).containsExactly("NVML still has not answered.");

      fake.tell();
      Inventory inventory = gpus.read();
      while (inventory.how() == Source.NONE) {
        inventory = gpus.read();
      }
      assertThat(inventory.gpus()).hasSize(2);
    } finally {
      fake.tell();
    }
  }

  private static NvmlSource noLibrary() {
    return new NvmlSource(List.of("libthaw-absent.so"));
  }

  private static NvidiaSmiSource noProgram() {
    return new NvidiaSmiSource("/thaw/absent/nvidia-smi", LONG);
  }
}
