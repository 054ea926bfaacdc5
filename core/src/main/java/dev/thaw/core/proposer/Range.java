package dev.thaw.core.proposer;

/** Refuses options that are out of their range. */
public final class Range {
  private Range() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if it is not within the bounds, both included
   */
  public static void check(String name, double value, double least, double greatest) {
    if (!(value >= least && value <= greatest)) {
      throw new IllegalArgumentException(
          "%s (%s) must be from %s to %s.".formatted(name, value, least, greatest));
    }
  }

  /** The same of a whole number. */
  public static void check(String name, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          greatest == Integer.MAX_VALUE
              ? "%s (%d) must be at least %d.".formatted(name, value, least)
              : "%s (%d) must be from %d to %d.".formatted(name, value, least, greatest));
    }
  }
}
