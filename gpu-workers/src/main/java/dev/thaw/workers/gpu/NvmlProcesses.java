package dev.thaw.workers.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The processes on a device, whichever of three layouts the driver writes.
 *
 * <p>An {@code nvmlProcessInfo_t} has 16 bytes (process number at 0, memory at 8), 24 bytes (two
 * MIG ids more) or 32 bytes (protected memory more). The version in the function's name should say
 * which, but does not: drivers 535.43 to 535.86 wrote 32 bytes under the name for 24, and others
 * were seen to write 16. So the buffer is filled with a mark first, and what was overwritten tells
 * the layout.
 *
 * @param code what NVML returned
 * @param list the processes if that was success, else empty
 */
record NvmlProcesses(int code, List<GpuProcess> list) {

  private static final byte MARK = (byte) 0xA5;
  private static final long[] STRIDES = {16, 24, 32};
  private static final long WIDEST = 32;
  private static final int ATTEMPTS = 5;
  private static final int FIRST_CAPACITY = 64;
  private static final long NOT_AVAILABLE = -1;
  private static final List<String> VERSIONS = List.of("_v3", "_v2", "");

  static NvmlProcesses read(
      NvmlLibrary library, Arena arena, MemorySegment device, GpuProcess.Kind kind) {
    String function =
        switch (kind) {
          case COMPUTE -> "nvmlDeviceGetComputeRunningProcesses";
          case GRAPHICS -> "nvmlDeviceGetGraphicsRunningProcesses";
        };
    NvmlProcesses answer = new NvmlProcesses(NvmlReturn.FUNCTION_NOT_FOUND, List.of());
    for (String version : VERSIONS) {
      answer = ask(library, arena, device, function + version, kind);
      if (answer.code() != NvmlReturn.FUNCTION_NOT_FOUND) {
        return answer;
      }
    }
    return answer;
  }

  /** Asks again with more room while there are more processes than expected. */
  private static NvmlProcesses ask(
      NvmlLibrary library,
      Arena arena,
      MemorySegment device,
      String function,
      GpuProcess.Kind kind) {
    int capacity = FIRST_CAPACITY;
    int code = NvmlReturn.INSUFFICIENT_SIZE;
    for (int i = 0; i < ATTEMPTS && code == NvmlReturn.INSUFFICIENT_SIZE; i++) {
      MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_INT, capacity);
      MemorySegment buffer = arena.allocate(capacity * WIDEST, Long.BYTES).fill(MARK);
      code = library.call(function, device, count, buffer);
      int found = count.get(ValueLayout.JAVA_INT, 0);
      if (code == NvmlReturn.SUCCESS) {
        return new NvmlProcesses(code, parse(buffer, Math.clamp(found, 0, capacity), kind));
      }
      capacity = Math.clamp(found + (long) FIRST_CAPACITY, capacity, 1 << 16);
    }
    return new NvmlProcesses(code, List.of());
  }

  private static List<GpuProcess> parse(MemorySegment buffer, int count, GpuProcess.Kind kind) {
    long stride = strideOf(buffer, count);
    List<GpuProcess> processes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long pid = Integer.toUnsignedLong(buffer.get(ValueLayout.JAVA_INT, i * stride));
      long bytes = buffer.get(ValueLayout.JAVA_LONG, i * stride + 8);
      OptionalLong memory = bytes == NOT_AVAILABLE ? OptionalLong.empty() : OptionalLong.of(bytes);
      processes.add(new GpuProcess(pid, memory, kind));
    }
    return processes;
  }

  /** The narrowest layout in which the processes cover every byte that was written. */
  private static long strideOf(MemorySegment buffer, int count) {
    long written = buffer.byteSize();
    while (written > 0 && buffer.get(ValueLayout.JAVA_BYTE, written - 1) == MARK) {
      written--;
    }
    for (long stride : STRIDES) {
      if (stride * count >= written) {
        return stride;
      }
    }
    return WIDEST;
  }
}
