package dev.thaw.core.proposer;

/** Refuses options that are out of range, by name and value. */
final class Checks {
  private Checks() {}

  static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s (%d) must be at least %d.".formatted(name, value, least));
    }
  }

  /** Both bounds are allowed; NaN is not. */
  static void between(double low, double high, String name, double value) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "%s (%s) must be from %s to %s.".formatted(name, value, low, high));
    }
  }
}
