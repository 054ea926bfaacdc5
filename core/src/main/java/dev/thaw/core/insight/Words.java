package dev.thaw.core.insight;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in sentences. */
final class Words {

  private static final int DIGITS = 3;
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-3;

  private Words() {}

  /** A number with at most three significant digits; whole ones below a million as they are. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < LARGE) {
      return Long.toString((long) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
    double size = Math.abs(value);
    return size >= SMALL && size < LARGE
        ? rounded.stripTrailingZeros().toPlainString()
        : scientific(rounded);
  }

  private static String scientific(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    return number.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** A share of 1 in whole per cent. */
  static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
