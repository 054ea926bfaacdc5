package dev.thaw.app.summary;

import dev.thaw.core.study.StudySpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, durations and instants as short text, the same in every locale. */
public final class Figures {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

  private Figures() {}

  /** A level of a fidelity with its unit; {@code 27 epochs}, {@code 30 processor seconds}. */
  public static String level(StudySpec.Fidelity fidelity, int level) {
    String seconds =
        fidelity.isOnProcessors()
            ? "processor second"
            : fidelity.isOnGpus() ? "GPU second" : "second";
    return count(level, fidelity.isInSeconds() ? seconds : "epoch");
  }

  /** An objective value with five significant digits; {@code 0.93410}. */
  public static String value(double value) {
    return rounded(value, 5, false);
  }

  /** A number with four significant digits and no trailing zeros; {@code 3.162e-5}. */
  public static String number(double value) {
    return rounded(value, 4, true);
  }

  /** The value of a parameter: numbers shortened, everything else as it is. */
  public static String parameter(Object value) {
    return value instanceof Double number ? number(number) : value.toString();
  }

  /** A count with thousands apart; {@code 1,234}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count with its noun; {@code 1 trial}, {@code 2 trials}. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** A share of 1 in whole per cent; never 100 before it is complete, nor 0 once begun. */
  public static String percent(double share) {
    double percent = 100 * share;
    long whole = Math.round(percent);
    boolean rounded = (whole == 100 && share < 1) || (whole == 0 && share > 0);
    return rounded ? String.format(Locale.ROOT, "%.1f %%", clip(percent)) : whole + " %";
  }

  private static double clip(double percent) {
    return Math.clamp(percent, 0.1, 99.9);
  }

  /** A duration in its two largest units; {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, Math.round(seconds(duration)));
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return pair(seconds, 60, "min", "s");
    }
    return seconds < 86_400
        ? pair(seconds / 60, 60, "h", "min")
        : pair(seconds / 3600, 24, "d", "h");
  }

  private static String pair(long amount, int base, String large, String small) {
    String head = amount / base + " " + large;
    return amount % base == 0 ? head : head + " " + amount % base + " " + small;
  }

  /** A duration in seconds. */
  public static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /** The time of day, with the date if it is another day than that of {@code now}. */
  public static String clock(Instant instant, Instant now, ZoneId zone) {
    var there = instant.atZone(zone);
    boolean today = there.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return there.format(today ? CLOCK : DAY);
  }

  /** A constant's name in small letters with hyphens; {@code wall-clock-spent}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String rounded(double value, int digits, boolean strip) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    var all = new BigDecimal(value);
    BigDecimal exact = all.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent < -4 || exponent >= 7) {
      return scientific(exact, exponent);
    }
    // Digits before the point are all shown: zeros in their place would look exact.
    int decimals = Math.max(0, digits - 1 - exponent);
    BigDecimal plain = all.setScale(decimals, RoundingMode.HALF_EVEN);
    boolean shorten = decimals > 0 && (strip || isWhole(value));
    return (shorten ? plain.stripTrailingZeros() : plain).toPlainString();
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) >= 10;
  }

  private static String scientific(BigDecimal exact, int exponent) {
    return exact.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
