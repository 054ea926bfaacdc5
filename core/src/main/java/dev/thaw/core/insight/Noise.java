package dev.thaw.core.insight;

import dev.thaw.core.curve.Curve;
import java.util.OptionalDouble;

/**
 * The scatter of a learning curve from one epoch to the next, where it has flattened.
 *
 * <p>It is estimated from the differences of neighbours among the last epochs, whose standard
 * deviation is √2 times that of the scatter; a steady slope takes no part in it. That is not the
 * scatter between two seeds, which is usually larger.
 */
public final class Noise {

  private static final int MOST = 10;
  private static final int FEWEST = 5;

  private Noise() {}

  /**
   * The standard deviation of a curve's last values around their trend: those of the last half of
   * its epochs, ten at most. Empty if these are fewer than five.
   */
  public static OptionalDouble of(Curve curve) {
    int count = Math.min(MOST, curve.length() / 2);
    if (count < FEWEST) {
      return OptionalDouble.empty();
    }
    double[] differences = new double[count - 1];
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      int epoch = curve.length() - differences.length + 1 + i;
      differences[i] = curve.value(epoch) - curve.value(epoch - 1);
      sum += differences[i];
    }
    double mean = sum / differences.length;
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    return OptionalDouble.of(Math.sqrt(squares / (differences.length - 1) / 2));
  }
}
