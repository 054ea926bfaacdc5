package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.workers.launch.Ending.Exited;
import dev.thaw.workers.launch.Ending.Memory;
import dev.thaw.workers.launch.Ending.OutOfMemory;
import dev.thaw.workers.launch.Ending.Signalled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 125, 128, 150, 192, 200, 255})
  void isAnExitCodeWhereNoSignalKillsByDefault(int code) {
    assertThat(Ending.classify(code, List.of(), false)).isEqualTo(new Exited(code));
  }

  @ParameterizedTest
  @CsvSource({"129, 1", "134, 6", "135, 7", "137, 9", "139, 11", "143, 15", "153, 25"})
  void isASignalByTheCodeThatJavaAndShellsGive(int code, int signal) {
    assertThat(Ending.classify(code, List.of(), false)).isEqualTo(new Signalled(signal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a",
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 MiB (GPU 0;",
        "RuntimeError: CUDA out of memory. Tried to allocate 2.00 MiB (GPU 0; 15.78 GiB total",
        "RuntimeError: CUDA error: out of memory",
        "RuntimeError: CUDA driver error: out of memory",
        "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "RuntimeError: cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "torch.OutOfMemoryError: HIP out of memory. Tried to allocate 512.00 MiB",
        "RuntimeError: MPS backend out of memory (MPS allocated: 9.02 GB",
        "jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to",
        "XlaRuntimeError: RESOURCE_EXHAUSTED: Failed to allocate request for 4.00GiB",
        "tensorflow.python.framework.errors_impl.ResourceExhaustedError: OOM when allocating"
            + " tensor",
        "cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,000,000,000 bytes",
        "cupy_backends.cuda.api.runtime.CUDARuntimeError: cudaErrorMemoryAllocation: out of memory",
        "numba.cuda.cudadrv.driver.CudaAPIError: [2] Call to cuMemAlloc: CUDA_ERROR_OUT_OF_MEMORY",
        "what():  std::bad_alloc: cudaErrorMemoryAllocation: out of memory",
        "[1] NCCL WARN Cuda failure 'out of memory'"
      })
  void knowsHowLibrariesSayThatTheGpusMemoryRanOut(String line) {
    List<String> lines = List.of("Traceback (most recent call last):", line, "");

    assertThat(Ending.classify(1, lines, false)).isEqualTo(new OutOfMemory(Memory.DEVICE, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MemoryError",
        "numpy.core._exceptions.MemoryError: Unable to allocate 7.28 TiB for an array with shape",
        "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 7.28 TiB for an array with",
        "RuntimeError: [enforce fail at alloc_cpu.cpp:114] data. DefaultCPUAllocator: not enough",
        "terminate called after throwing an instance of 'std::bad_alloc'",
        "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
        "OSError: [Errno 12] Cannot allocate memory"
      })
  void knowsHowLibrariesSayThatMainMemoryRanOut(String line) {
    assertThat(Ending.classify(134, List.of(line), false))
        .isEqualTo(new OutOfMemory(Memory.HOST, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ValueError: the memory bank must have 3 rows",
        "epoch 3: memory 14.1 GiB, cuda available",
        "RuntimeError: CUDA error: device-side assert triggered",
        "warning: out of memory pages were counted twice",
        "ModuleNotFoundError: No module named 'memoryerrors'"
      })
  void takesOtherWordsForNoLackOfMemory(String line) {
    assertThat(Ending.classify(1, List.of(line), false)).isEqualTo(new Exited(1));
  }

  @Test
  void believesAnExitCodeOfZeroWhateverTheLogSays() {
    assertThat(Ending.classify(0, List.of("CUDA out of memory"), true)).isEqualTo(new Exited(0));
  }

  @Test
  void takesTheLastWordAboutMemory() {
    List<String> lines = List.of("MemoryError", "RuntimeError: CUDA out of memory.");

    assertThat(Ending.classify(1, lines, false))
        .isEqualTo(new OutOfMemory(Memory.DEVICE, lines.getLast()));
  }

  @Test
  void putsASigkillDownToTheKernelWhichTellsOfOne() {
    assertThat(Ending.classify(137, List.of(), true))
        .isInstanceOfSatisfying(
            OutOfMemory.class, ending -> assertThat(ending.memory()).isEqualTo(Memory.KERNEL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RuntimeError: DataLoader worker (pid 412) is killed by signal: Killed. ",
        "concurrent.futures.process.BrokenProcessPool: A process in the process pool was",
        "  exitcode  : -9 (pid: 2012)",
        "torch.distributed.elastic.multiprocessing.errors: Signal 9 (SIGKILL) received by PID 7",
        "train.sh: line 3:  2012 Killed",
        "subprocess.CalledProcessError: Command '['python3']' died with <Signals.SIGKILL: 9>."
      })
  void putsAKilledHelperDownToTheKernelWhichTellsOfOne(String line) {
    assertThat(Ending.classify(1, List.of(line), true))
        .isInstanceOfSatisfying(
            OutOfMemory.class, ending -> assertThat(ending.memory()).isEqualTo(Memory.KERNEL));
    assertThat(Ending.classify(1, List.of(line), false)).isEqualTo(new Exited(1));
  }

  @Test
  void doesNotPutAnErrorDownToTheKernelBecauseANeighbourWasKilled() {
    List<String> lines = List.of("ValueError: lr must be positive");

    assertThat(Ending.classify(1, lines, true)).isEqualTo(new Exited(1));
    assertThat(Ending.classify(139, lines, true)).isEqualTo(new Signalled(11));
  }

  @Test
  void speaksInSentences() {
    List<Ending> endings = new ArrayList<>(List.of(new Exited(0), new Exited(127)));
    endings.addAll(List.of(new Signalled(9), new Signalled(64)));
    endings.add(new OutOfMemory(Memory.DEVICE, "CUDA out of memory"));

    assertThat(endings)
        .extracting(Ending::sentence)
        .containsExactly(
            "The command ended with exit code 0.",
            "The command ended with exit code 127.\nMaybe a program that it needs was not found.",
            "The command was killed by SIGKILL (9)."
                + "\nMaybe a container's or a batch system's memory limit was reached.",
            "The command was killed by signal 64.",
            "The GPU's memory ran out: CUDA out of memory");
  }

  @Test
  void blamesNobodyElseForWhatThawKilled() {
    Exit exit = new Exit(137, Exit.Order.KILL, new Signalled(9), List.of(412L));

    assertThat(exit.sentence())
        .isEqualTo(
            "The command was killed by Thaw."
                + "\nThese processes of it do not end even by SIGKILL: [412]."
                + "\nMaybe a device driver hangs.");
  }
}
