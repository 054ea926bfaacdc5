package dev.thaw.workers.launch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words by which an ending is known. */
final class Endings {

  /** Signals that end a process by default, under the numbers that x86 and ARM share on Linux. */
  static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "HUP"),
          Map.entry(2, "INT"),
          Map.entry(3, "QUIT"),
          Map.entry(4, "ILL"),
          Map.entry(5, "TRAP"),
          Map.entry(6, "ABRT"),
          Map.entry(7, "BUS"),
          Map.entry(8, "FPE"),
          Map.entry(9, "KILL"),
          Map.entry(10, "USR1"),
          Map.entry(11, "SEGV"),
          Map.entry(12, "USR2"),
          Map.entry(13, "PIPE"),
          Map.entry(14, "ALRM"),
          Map.entry(15, "TERM"),
          Map.entry(24, "XCPU"),
          Map.entry(25, "XFSZ"),
          Map.entry(31, "SYS"));

  // PyTorch, the CUDA driver and runtime, cuBLAS and cuDNN, JAX, TensorFlow, CuPy, ROCm, Apple.
  private static final Pattern DEVICE =
      Pattern.compile(
          "(cuda|hip|xpu|mps)( driver| runtime)? error: out of memory"
              + "|(cuda|hip|xpu|mps)( backend)? out of memory"
              + "|(torch|cuda|cupy[\\w.]*)\\.outofmemoryerror"
              + "|(cuda|hip)_?error_?(out_?of_?memory|memory_?allocation)"
              + "|(cublas|cudnn|cusparse|cusolver|cufft)_(status_)?alloc_failed"
              + "|resource_exhausted: (out of memory|failed to allocate)"
              + "|oom when allocating tensor"
              + "|nccl.*out of memory");
  // Python, C++, PyTorch on the processor, NumPy, Java, the system call.
  private static final Pattern HOST =
      Pattern.compile(
          "^memoryerror\\b|\\.memoryerror\\b|std::bad_alloc|defaultcpuallocator: "
              + "|unable to allocate .* for an array|java\\.lang\\.outofmemoryerror"
              + "|cannot allocate memory|\\[errno 12]");
  // PyTorch's data loader, Python's process pools, torchrun, shells.
  private static final Pattern KILL =
      Pattern.compile(
          "killed by signal: killed|brokenprocesspool|terminated abruptly"
              + "|signal 9 \\(sigkill\\)|exitcode *: ?-9\\b|\\bkilled$|died with <signals.sigkill");

  private Endings() {}

  static boolean tellOfKill(List<String> lines) {
    return lines.stream().anyMatch(line -> KILL.matcher(lower(line)).find());
  }

  /** The last line that tells of exhausted memory decides. */
  static Optional<Ending> outOfMemory(List<String> lines) {
    for (String line : lines.reversed()) {
      String lower = lower(line);
      if (DEVICE.matcher(lower).find()) {
        return Optional.of(new Ending.OutOfMemory(Ending.Memory.DEVICE, line.strip()));
      }
      if (HOST.matcher(lower).find()) {
        return Optional.of(new Ending.OutOfMemory(Ending.Memory.HOST, line.strip()));
      }
    }
    return Optional.empty();
  }

  private static String lower(String line) {
    return line.strip().toLowerCase(Locale.ROOT);
  }
}
