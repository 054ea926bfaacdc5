package dev.thaw.app.spec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 90s}, {@code 1h30m}, {@code 2d}. */
public final class Durations {
  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "ms", new BigDecimal("0.001"),
          "s", BigDecimal.ONE,
          "m", BigDecimal.valueOf(60),
          "min", BigDecimal.valueOf(60),
          "h", BigDecimal.valueOf(3_600),
          "d", BigDecimal.valueOf(86_400));

  private static final Pattern PART = Pattern.compile("\\G\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-z]+)");

  private Durations() {}

  /**
   * Reads a duration: numbers with the units ms, s, m (or min), h and d, largest first or in any
   * order, with or without spaces; or ISO 8601, such as {@code PT1H30M}. Digits beyond the
   * nanosecond are cut off.
   *
   * @throws IllegalArgumentException if the text is none; the message gives the text and the rule,
   *     and perhaps a fix on a line that starts with "Maybe"
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("P") || trimmed.startsWith("p")) {
      return iso(text, trimmed);
    }
    Matcher part = PART.matcher(trimmed.toLowerCase(Locale.ROOT));
    BigDecimal seconds = BigDecimal.ZERO;
    int end = 0;
    while (end < trimmed.length() && part.find() && SECONDS.containsKey(part.group(2))) {
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(SECONDS.get(part.group(2))));
      end = part.end();
    }
    if (end == 0 || end < trimmed.length() || seconds.precision() - seconds.scale() > 12) {
      throw refused(text, trimmed.matches("[0-9]+(\\.[0-9]+)?") ? trimmed + "s" : "90s or 1h30m");
    }
    return Duration.ofSeconds(seconds.longValue())
        .plusNanos(seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
  }

  private static Duration iso(String text, String trimmed) {
    try {
      return Duration.parse(trimmed);
    } catch (DateTimeException _) {
      throw refused(text, "PT1H30M");
    }
  }

  private static IllegalArgumentException refused(String text, String fix) {
    return new IllegalArgumentException(
        "duration (%s) must be numbers with units ms, s, m, h or d.\nMaybe %s."
            .formatted(text, fix));
  }

  /**
   * Prints a duration compactly, such as {@code 1h 30m}; {@link #parse} gives it back, but for a
   * negative one, which it does not read.
   */
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative()) {
      return "-" + print(duration.negated());
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    if (duration.toNanosPart() > 0) {
      BigDecimal millis = BigDecimal.valueOf(duration.toNanosPart(), 6).stripTrailingZeros();
      text.append(' ').append(millis.toPlainString()).append("ms");
    }
    return text.toString().strip();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(' ').append(amount).append(unit);
    }
  }
}
