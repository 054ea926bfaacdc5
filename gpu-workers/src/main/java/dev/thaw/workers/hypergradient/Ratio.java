package dev.thaw.workers.hypergradient;

/**
 * A fraction by which fixed-point numbers can be multiplied and divided without loss.
 *
 * @param numerator from 1 to {@code denominator}
 * @param denominator from 1 to 65,536
 */
public record Ratio(int numerator, int denominator) {

  private static final int MOST = 1 << 16;

  public Ratio {
    if (denominator < 1 || denominator > MOST) {
      throw new IllegalArgumentException(
          "denominator (%d) must be from 1 to %d.".formatted(denominator, MOST));
    }
    if (numerator < 1 || numerator > denominator) {
      throw new IllegalArgumentException(
          "numerator (%d) must be from 1 to denominator (%d).".formatted(numerator, denominator));
    }
  }

  /**
   * The fraction of 1,000 that is nearest to {@code value}, at most 999 of them: with all of them
   * nothing would ever be added.
   *
   * @param value at least 0.001 and below 1
   */
  public static Ratio nearest(double value) {
    if (!(value >= 1e-3 && value < 1)) {
      throw new IllegalArgumentException(
          "value (%s) must be at least 0.001 and below 1.".formatted(value));
    }
    return new Ratio((int) Math.min(999, Math.round(value * 1000)), 1000);
  }

  /** The fraction as a number. */
  public double value() {
    return (double) numerator / denominator;
  }
}
