package dev.thaw.benchmarks.search;

import java.util.Locale;

/** Numbers as the reports write them, whatever the locale. */
final class Text {

  private Text() {}

  /** A whole number as such, others with two digits. */
  static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.2f", number);
  }

  /** A normalised regret. */
  static String score(double score) {
    return Double.isNaN(score) ? "–" : String.format(Locale.ROOT, "%.3f", score);
  }

  /** A ratio. */
  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
