package dev.thaw.workers.nd4j;

/** Refuses settings that cannot be trained. */
final class Checks {

  private Checks() {}

  static void fraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least 0 and below 1.".formatted(name, value));
    }
  }

  static void atLeast(String name, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(
          "%s (%d) must be at least %d.".formatted(name, value, min));
    }
  }

  static void finiteAndNotNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s (%s) must be a finite number of at least 0.".formatted(name, value));
    }
  }
}
