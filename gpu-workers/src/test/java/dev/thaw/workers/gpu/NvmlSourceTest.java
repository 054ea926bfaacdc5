package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Sizes.GIB;
import static dev.thaw.workers.gpu.Sizes.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.thaw.workers.gpu.Inventory.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NvmlSourceTest {

  private static final String FIRST = "GPU-00000000-fake";
  private static final String SECOND = "GPU-00000001-fake";

  private FakeNvml fake;
  private NvmlSource source;

  @BeforeEach
  void openTheFake() throws IOException, InterruptedException {
    fake = FakeNvml.modern();
    source = fake.source();
  }

  @AfterEach
  void closeTheSource() throws IOException {
    if (source != null) {
      fake.tell();
      source.close();
    }
  }

  @Test
  void readsEveryFieldOfAnIdleGpu() {
    Gpu gpu = source.read().gpus().getFirst();

    assertThat(gpu)
        .isEqualTo(
            new Gpu(
                0,
                FIRST,
                "Fake H200",
                Optional.of(new DeviceMemory(140 * GIB, 4 * MIB, 140 * GIB - 516 * MIB)),
                OptionalInt.of(0),
                OptionalInt.of(33),
                List.of(),
                Optional.empty()));
  }

  @Test
  void readsTheProcessesOfABusyGpu() {
    Gpu gpu = source.read().gpus().get(1);

    assertThat(gpu.uuid()).isEqualTo(SECOND);
    assertThat(gpu.utilization()).hasValue(97);
    assertThat(gpu.processes()).containsExactly(GpuProcess.computing(4711, 12 * GIB));
  }

  @Test
  void readsTheDriverWithoutAProblem() {
    Inventory inventory = source.read();

    assertThat(inventory.driver()).contains("550.54.15");
    assertThat(inventory.how()).isEqualTo(Source.NVML);
    assertThat(inventory.problems()).isEmpty();
  }

  @ParameterizedTest(name = "{0} bytes a process")
  @ValueSource(ints = {16, 24, 32})
  void tellsTheLayoutOfProcessesFromWhatWasWritten(int stride) throws IOException {
    fake.tell("stride " + stride, "processes@1 2");

    assertThat(source.read().gpus().get(1).processes())
        .containsExactly(
            GpuProcess.computing(4711, 12 * GIB),
            GpuProcess.computing(10_000, MIB),
            GpuProcess.computing(10_001, MIB));
  }

  @Test
  void readsMoreProcessesThanItExpected() throws IOException {
    fake.tell("processes@0 500");

    assertThat(source.read().gpus().getFirst().processes())
        .hasSize(500)
        .last()
        .isEqualTo(GpuProcess.computing(10_499, MIB));
  }

  @Test
  void listsAProcessWhoseMemoryIsHidden() throws IOException {
    fake.tell("hiddenmemory@1 1");

    assertThat(source.read().gpus().get(1).processes())
        .containsExactly(new GpuProcess(4711, OptionalLong.empty(), GpuProcess.Kind.COMPUTE));
  }

  @Test
  void tellsADisplayServerFromAComputation() throws IOException {
    fake.tell("graphics@0 1");

    assertThat(source.read().gpus().getFirst().processes())
        .containsExactly(new GpuProcess(99, OptionalLong.of(50 * MIB), GpuProcess.Kind.GRAPHICS));
  }

  @Test
  void readsAnOldDriverThatLacksFunctions() throws IOException, InterruptedException {
    try (NvmlSource old = FakeNvml.old().source()) {
      Inventory inventory = old.read();

      assertThat(inventory.problems()).isEmpty();
      assertThat(inventory.gpus().getFirst().memory().orElseThrow().used()).isEqualTo(516 * MIB);
      assertThat(inventory.gpus().get(1).processes())
          .containsExactly(GpuProcess.computing(4711, 12 * GIB));
    }
  }

  @Test
  void listsTheInstancesOfAGpuInMigMode() throws IOException {
    fake.tell("mig@0 1");

    Gpu gpu = source.read().gpus().getFirst();

    assertThat(gpu.utilization()).isEmpty();
    assertThat(gpu.mig().orElseThrow())
        .extracting(MigDevice::uuid, mig -> mig.memory().orElseThrow().total())
        .containsExactly(
            tuple("MIG-00000000-fake", 70 * GIB), tuple("MIG-00000002-fake", 70 * GIB));
  }

  @Test
  void leavesAFieldEmptyThatOneGpuDoesNotSupport() throws IOException {
    fake.tell("nvmlDeviceGetTemperature@1 3", "nvmlDeviceGetUtilizationRates@1 3");

    Inventory inventory = source.read();

    assertThat(inventory.gpus()).hasSize(2);
    assertThat(inventory.gpus().get(1).temperature()).isEmpty();
    assertThat(inventory.gpus().get(1).utilization()).isEmpty();
    assertThat(inventory.problems())
        .containsExactly(
            "GPU 1: utilisation cannot be read: this device does not support it.",
            "GPU 1: temperature cannot be read: this device does not support it.");
  }

  @Test
  void readsAGpuThatSharesTheHostsMemory() throws IOException {
    fake.tell("nvmlDeviceGetMemoryInfo@0 3", "nvmlDeviceGetMemoryInfo_v2@0 3");

    assertThat(source.read().gpus().getFirst().memory()).isEmpty();
  }

  @Test
  void doesNotBelieveMemoryThatCannotBe() throws IOException {
    fake.tell("used@0 18446744073709551615");

    Inventory inventory = source.read();

    assertThat(inventory.gpus().getFirst().memory()).isEmpty();
    assertThat(inventory.problems())
        .containsExactly("GPU 0: memory cannot be read: an unknown error in the driver.");
  }

  @ParameterizedTest(name = "{0} says {1}")
  @CsvSource({
    "nvmlDeviceGetHandleByIndex_v2, 15",
    "nvmlDeviceGetMemoryInfo, 15",
    "nvmlDeviceGetTemperature, 15",
    "nvmlDeviceGetComputeRunningProcesses_v3, 16",
    "nvmlDeviceGetMigMode, 15",
    "nvmlDeviceGetUUID, 999"
  })
  void leavesOutALostGpuAndKeepsTheOther(String function, int code) throws IOException {
    fake.tell(
        "%s@1 %d".formatted(function, code), "nvmlDeviceGetMemoryInfo_v2@1 %d".formatted(code));

    Inventory inventory = source.read();

    assertThat(inventory.gpus()).extracting(Gpu::uuid).containsExactly(FIRST);
    assertThat(inventory.problems()).anyMatch(problem -> problem.startsWith("GPU 1: "));
  }

  @ParameterizedTest(name = "error {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "4   | permission denied. Maybe this user may not open /dev/nvidia*.",
        "9   | the driver is not loaded. Maybe modprobe nvidia.",
        "18  | the driver in the kernel and its library differ in version.",
        "888 | NVML answers with error 888.",
        "999 | an unknown error in the driver."
      })
  void saysWhyNvmlCannotBeInitialised(int code, String words) throws IOException {
    fake.tell("nvmlInit_v2 " + code);

    Inventory inventory = source.read();

    assertThat(inventory.how()).isEqualTo(Source.NONE);
    assertThat(inventory.problems())
        .singleElement()
        .asString()
        .startsWith("NVML cannot be initialised: " + words);
  }

  @Test
  void findsNothingWhereTheGpusCannotBeCounted() throws IOException {
    fake.tell("nvmlDeviceGetCount_v2 999");

    Inventory inventory = source.read();

    assertThat(inventory.how()).isEqualTo(Source.NONE);
    assertThat(inventory.problems())
        .containsExactly("NVML: number of GPUs cannot be read: an unknown error in the driver.");
  }

  @Test
  void answersADriverWithoutGpus() throws IOException {
    fake.tell("gpus 0");

    assertThat(source.read())
        .isEqualTo(new Inventory(List.of(), Optional.of("550.54.15"), Source.NVML, List.of()));
  }

  @Test
  void saysThatThereIsNoLibrary() {
    try (NvmlSource absent = new NvmlSource(List.of("libthaw-no-such-library.so.1"))) {
      assertThat(absent.read().problems())
          .containsExactly("NVML: libthaw-no-such-library.so.1 cannot be opened. Maybe no driver.");
    }
  }

  @Test
  void looksForTheLibraryUnderEachName() {
    try (NvmlSource second =
        new NvmlSource(List.of("libthaw-no-such-library.so.1", fake.library().toString()))) {
      assertThat(second.read().gpus()).hasSize(2);
    }
  }

  @Test
  void initialisesOnceForManyReadings() {
    int before = fake.initialised();

    source.read();
    source.read();

    assertThat(fake.initialised()).isEqualTo(before + 1);
  }

  @Test
  void readsAgainAfterTheDriverWasLost() throws IOException {
    source.read();
    fake.tell("nvmlDeviceGetCount_v2 9");
    assertThat(source.read().how()).isEqualTo(Source.NONE);
    fake.tell();

    assertThat(source.read().gpus()).hasSize(2);
  }

  @Test
  void readsAgainAfterItWasClosed() {
    source.read();
    source.close();
    assertThat(fake.initialised()).isZero();

    assertThat(source.read().gpus()).hasSize(2);
  }
}
