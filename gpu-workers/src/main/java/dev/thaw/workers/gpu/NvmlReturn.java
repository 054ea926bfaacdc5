package dev.thaw.workers.gpu;

/** What NVML's functions return, in words; the numbers are those of {@code nvmlReturn_t}. */
final class NvmlReturn {

  static final int SUCCESS = 0;
  static final int UNINITIALIZED = 1;
  static final int NOT_SUPPORTED = 3;
  static final int NO_PERMISSION = 4;
  static final int NOT_FOUND = 6;
  static final int INSUFFICIENT_SIZE = 7;
  static final int DRIVER_NOT_LOADED = 9;
  static final int FUNCTION_NOT_FOUND = 13;
  static final int GPU_IS_LOST = 15;
  static final int RESET_REQUIRED = 16;
  static final int OPERATING_SYSTEM = 17;
  static final int VERSION_MISMATCH = 18;
  static final int UNKNOWN = 999;

  private NvmlReturn() {}

  /** Whether the device cannot be used at all, whatever was asked of it. */
  static boolean losesDevice(int code) {
    return code == GPU_IS_LOST || code == RESET_REQUIRED;
  }

  /** Whether NVML must be initialised again before it can be of use. */
  static boolean losesTouch(int code) {
    return switch (code) {
      case UNINITIALIZED, DRIVER_NOT_LOADED, GPU_IS_LOST, RESET_REQUIRED, VERSION_MISMATCH -> true;
      default -> false;
    };
  }

  /** Half a sentence that says what went wrong, and a second sentence with the likely remedy. */
  static String words(int code) {
    return switch (code) {
      case UNINITIALIZED -> "NVML is not initialised.";
      case 2 -> "NVML calls an argument invalid.";
      case NOT_SUPPORTED -> "this device does not support it.";
      case NO_PERMISSION -> "permission denied. Maybe this user may not open /dev/nvidia*.";
      case NOT_FOUND -> "there is no such thing.";
      case INSUFFICIENT_SIZE -> "there is more than fits.";
      case 8 -> "the GPU's power cables are not attached properly.";
      case DRIVER_NOT_LOADED -> "the driver is not loaded. Maybe modprobe nvidia.";
      case 10 -> "the driver took too long.";
      case 11 -> "the kernel sees an interrupt problem with a GPU.";
      case FUNCTION_NOT_FOUND -> "this driver is too old for it.";
      case 14 -> "the GPU's info ROM is corrupted.";
      case GPU_IS_LOST -> "the GPU has fallen off the bus. Maybe reboot the machine.";
      case RESET_REQUIRED -> "the GPU must be reset before it can be used.";
      case OPERATING_SYSTEM -> "the operating system blocks the device. Maybe a cgroup rule.";
      case VERSION_MISMATCH ->
          "the driver in the kernel and its library differ in version."
              + " Maybe the driver was updated; reboot the machine.";
      case 20 -> "the host has too little memory.";
      case UNKNOWN -> "an unknown error in the driver.";
      default -> "NVML answers with error %d.".formatted(code);
    };
  }
}
