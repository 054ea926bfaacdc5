package dev.thaw.app.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts of bytes as people write them: {@code 20GB}, {@code 1.5 TiB}. */
public final class Sizes {
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    // The largest first, as they are tried for printing.
    UNITS.put("TiB", 1L << 40);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("kB", 1_000L);
    UNITS.put("B", 1L);
  }

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)\\s*([A-Za-z]+)");
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Sizes() {}

  /**
   * Reads an amount: a number with one of the units B, kB, MB, GB, TB (powers of 1000), KiB, MiB,
   * GiB and TiB (powers of 1024), upper or lower case. Parts of a byte are cut off.
   *
   * @throws IllegalArgumentException if the text is none, with the fix on a second line
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    Long unit = matcher.matches() ? unit(matcher.group(2)) : null;
    if (unit != null) {
      BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      if (bytes.compareTo(MAX) <= 0) {
        return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
      }
    }
    String fix = text.strip().matches("[0-9]+(\\.[0-9]+)?") ? text.strip() + "GB" : "20GB or 20GiB";
    throw new IllegalArgumentException(
        "size (%s) must be a number with a unit such as MB, GB, TB or GiB.\nMaybe %s."
            .formatted(text, fix));
  }

  private static @Nullable Long unit(String name) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (unit.getKey().equalsIgnoreCase(name)) {
        return unit.getValue();
      }
    }
    return null;
  }

  /** Prints an amount in the largest unit that leaves a whole number; {@link #parse} reads it. */
  public static String print(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes != 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return bytes + "B";
  }

  /** Prints an amount for people, in powers of 1000, with three digits. */
  public static String words(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= 999.5 && unit < 4) {
      amount /= 1_000;
      unit++;
    }
    String digits = amount < 9.995 ? "%.2f" : amount < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, digits + " %sB", amount, "kMGTP".charAt(unit));
  }
}
