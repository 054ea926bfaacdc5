package dev.thaw.workers.gpu;

/** Somebody who can tell about the GPUs of this machine. */
public sealed interface GpuSource extends AutoCloseable permits NvmlSource, NvidiaSmiSource {

  /**
   * Reads the GPUs now. Never throws because of a driver: an inventory from {@link
   * Inventory.Source#NONE} says why there is none. May take as long as the driver does, which is
   * for ever with some broken GPUs; {@link GpuInventory} guards against that.
   */
  Inventory read();

  /** Lets go of the driver. The next reading takes hold of it again. */
  @Override
  default void close() {}
}
