package dev.thaw.workers.hypergradient;

/**
 * Numbers in 64 bits with the point at a fixed place, 48 bits behind it: what is added can be
 * subtracted again without a trace, which floating point cannot. Below 2^14 in magnitude, to
 * 3.6e-15.
 */
final class FixedPoint {

  private static final double UNITS = 0x1p48;
  private static final double MOST = 0x1p13;

  private final long[] values;

  FixedPoint(int size) {
    values = new long[size];
  }

  /** The numbers as they lie in memory, not a copy. */
  long[] bits() {
    return values;
  }

  double get(int i) {
    return values[i] / UNITS;
  }

  /**
   * Adds {@code x}, rounded.
   *
   * @throws Diverged if {@code x} or the sum is not finite or too large to be that of a training
   *     that makes sense
   */
  void add(int i, double x) {
    values[i] += rounded(x);
    if (Math.abs(get(i)) > 2 * MOST) {
      throw new Diverged("A weight or its velocity (%s) has left all bounds.".formatted(get(i)));
    }
  }

  /** Undoes {@link #add} with the same {@code x}. */
  void subtract(int i, double x) {
    values[i] -= rounded(x);
  }

  private static long rounded(double x) {
    if (!(Math.abs(x) <= MOST)) {
      throw new Diverged(
          "The step of a weight or its velocity (%s) is out of bounds.".formatted(x));
    }
    return Math.round(x * UNITS);
  }
}
