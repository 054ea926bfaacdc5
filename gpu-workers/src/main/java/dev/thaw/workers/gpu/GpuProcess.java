package dev.thaw.workers.gpu;

import java.util.OptionalLong;

/**
 * A process that holds a context on a device.
 *
 * @param pid the operating system's number of the process
 * @param memory the device memory it holds, in bytes; empty where the driver does not tell
 * @param kind what it uses the device for; a process that does both counts as {@link Kind#COMPUTE}
 */
public record GpuProcess(long pid, OptionalLong memory, Kind kind) {

  /** What a process uses a device for. */
  public enum Kind {
    /** It computes, as with CUDA. */
    COMPUTE,
    /** It only draws, as a display server does. */
    GRAPHICS
  }

  /** A process that computes, with a known share of the memory, in bytes. */
  public static GpuProcess computing(long pid, long memory) {
    return new GpuProcess(pid, OptionalLong.of(memory), Kind.COMPUTE);
  }
}
