package dev.thaw.app.doctor;

import dev.thaw.app.summary.Figures;
import java.util.Locale;

/** Amounts of bytes in words. */
final class Bytes {

  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Bytes() {}

  /** GiB, with one decimal below a hundred; MiB below one GiB. */
  static String text(long bytes) {
    if (bytes < GIB) {
      return bytes / MIB + " MiB";
    }
    double gib = (double) bytes / GIB;
    return gib < 100
        ? String.format(Locale.ROOT, "%.1f GiB", gib)
        : Figures.count(Math.round(gib)) + " GiB";
  }
}
