package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Machines.gpu;
import static dev.thaw.workers.gpu.Machines.instance;
import static dev.thaw.workers.gpu.Machines.partitioned;
import static dev.thaw.workers.gpu.Sizes.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryLinesTest {

  @Test
  void saysWhatAMachineHas() {
    Inventory machine =
        Machines.of(
            gpu(0, "H200", 0, GpuProcess.computing(4711, 12 * GIB)), partitioned(1, instance(3)));

    assertThat(InventoryLines.of(machine))
        .containsExactly(
            "2 GPUs, driver 550.54.15, read through NVML",
            "GPU 0  H200 (GPU-00000000-aaaa): 12.0 GiB of 140.0 GiB used,"
                + " 0% busy, 30 °C; process 4711 holds 12.0 GiB",
            "GPU 1  H200 (GPU-00000001-aaaa): 0 MiB of 140.0 GiB used, 30 °C, MIG mode on",
            "  MIG  3g.71gb (MIG-3): 0 MiB of 140.0 GiB used");
  }

  @Test
  void saysWhyThereIsNoGpu() {
    assertThat(InventoryLines.of(Inventory.none(List.of("NVML: no library."))))
        .containsExactly("no GPU", "note: NVML: no library.");
  }
}
