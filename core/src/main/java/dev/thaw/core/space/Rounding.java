package dev.thaw.core.space;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding to decimals, never decreasing and idempotent; a tie may go either way.
 *
 * <p>Powers of ten up to 10^22 are exact doubles, so the common case needs two operations; the rest
 * goes through {@link BigDecimal}.
 */
final class Rounding {
  private static final int EXACT = 22;
  private static final double INTEGERS = 0x1.0p52;
  private static final double[] POWERS = new double[EXACT + 1];

  static {
    for (int i = 0; i <= EXACT; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private Rounding() {}

  /** Returns the decimal exponent of a positive number, up to rounding next to a power of ten. */
  static int exponent(double x) {
    return (int) Math.floor(StrictMath.log10(x));
  }

  /** Rounds a positive number to significant digits. */
  static double toDigits(double x, int digits) {
    return toPlaces(x, digits - 1 - exponent(x));
  }

  /** Rounds to a number of decimal places, which may be negative. */
  static double toPlaces(double x, int places) {
    if (Math.abs(places) > EXACT) {
      return new BigDecimal(x).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
    }
    if (places < 0) {
      return Math.rint(x / POWERS[-places]) * POWERS[-places];
    }
    double scaled = x * POWERS[places];
    return Math.abs(scaled) < INTEGERS ? Math.rint(scaled) / POWERS[places] : x;
  }
}
