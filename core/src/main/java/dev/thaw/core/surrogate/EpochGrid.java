package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * The epochs that a model of long runs looks at: all up to 10, then each 1.15 times the one before,
 * rounded up; 41 of the first 1,000.
 *
 * <p>Without it a model takes time that grows with the cube of the epochs; below about 200 epochs
 * it is not needed. Every trial keeps the same epochs, so a longer curve never loses one.
 */
public final class EpochGrid {
  private static final int DENSE = 10;
  private static final double GROWTH = 1.15;

  private EpochGrid() {}

  /** Whether an epoch is kept. */
  public static boolean contains(int epoch) {
    int at = Math.max(1, Math.min(epoch, DENSE));
    while (at < epoch) {
      at = (int) Math.min(Integer.MAX_VALUE, Math.ceil(at * GROWTH));
    }
    return at == epoch;
  }

  /** Returns a curve without the values at epochs that are not whole or not kept. */
  public static CurveData thinned(CurveData curve) {
    double[] epochs = new double[curve.size()];
    double[] values = new double[curve.size()];
    int kept = 0;
    for (int i = 0; i < curve.size(); i++) {
      double epoch = curve.epoch(i);
      if (epoch == Math.rint(epoch) && contains((int) epoch)) {
        epochs[kept] = epoch;
        values[kept] = curve.value(i);
        kept++;
      }
    }
    return CurveData.at(curve.point(), Arrays.copyOf(epochs, kept), Arrays.copyOf(values, kept));
  }
}
