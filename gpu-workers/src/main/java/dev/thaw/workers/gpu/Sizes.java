package dev.thaw.workers.gpu;

import java.util.Locale;

/** Bytes in words. */
final class Sizes {

  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Sizes() {}

  /** Bytes as GiB with one decimal, or as MiB below one GiB. */
  static String text(long bytes) {
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
        : String.format(Locale.ROOT, "%d MiB", bytes / MIB);
  }
}
