package dev.thaw.core.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations in messages, as people write them in a budget. */
final class Shown {

  private static final int DIGITS = 4;

  private Shown() {}

  /** Hours: {@code 2}, {@code 0.5}. */
  static String hours(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    BigDecimal hours = seconds.divide(BigDecimal.valueOf(3600), DIGITS, RoundingMode.HALF_UP);
    return hours.signum() == 0 ? "0" : hours.stripTrailingZeros().toPlainString();
  }

  /** A time: {@code 1h 30m}, {@code -90s} as {@code -1m 30s}; parts of a second are left out. */
  static String time(Duration duration) {
    if (duration.isNegative()) {
      return "-" + time(duration.negated());
    }
    String text =
        part(duration.toDays(), "d")
            + part(duration.toHoursPart(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.strip();
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : " " + amount + unit;
  }
}
