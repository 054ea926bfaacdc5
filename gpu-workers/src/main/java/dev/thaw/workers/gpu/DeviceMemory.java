package dev.thaw.workers.gpu;

/**
 * The memory of a device.
 *
 * @param total all of it, in bytes, what the driver reserves for itself included
 * @param used what is allocated, in bytes; without the driver's own part where the driver tells the
 *     two apart
 * @param free what can still be allocated, in bytes
 */
public record DeviceMemory(long total, long used, long free) {

  public DeviceMemory {
    if (total < 0 || used < 0 || free < 0) {
      throw new IllegalArgumentException(
          "total (%d), used (%d) and free (%d) must be at least 0.".formatted(total, used, free));
    }
  }
}
