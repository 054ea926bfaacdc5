package dev.thaw.app.report;

import java.util.Locale;

/** Times that can be added up by whoever reads them: {@code 12:03:59}, or {@code 0:07.5}. */
final class Clock {

  private static final long SECOND = 1_000_000_000L;

  private Clock() {}

  /**
   * A number of ticks as a time.
   *
   * @param tickNanos a second, or a tenth of it
   */
  static String of(long ticks, long tickNanos) {
    if (tickNanos == SECOND) {
      return String.format(Locale.ROOT, "%d:%02d:%02d", ticks / 3600, ticks / 60 % 60, ticks % 60);
    }
    return String.format(Locale.ROOT, "%d:%02d.%d", ticks / 600, ticks / 10 % 60, ticks % 10);
  }

  /** What the digits stand for. */
  static String unit(long tickNanos) {
    return tickNanos == SECOND ? "hours:minutes:seconds" : "minutes:seconds";
  }
}
