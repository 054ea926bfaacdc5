package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * One trial as a {@link CurveModel} sees it: a point of the unit cube and transformed values.
 *
 * <p>Instances never change; arrays are copied. Nothing is checked here: a model drops what it
 * cannot use and counts it.
 */
public final class CurveData {
  private final double[] point;
  private final double[] epochs;
  private final double[] values;

  private CurveData(double[] point, double[] epochs, double[] values) {
    this.point = point.clone();
    this.epochs = epochs;
    this.values = values.clone();
  }

  /**
   * Returns a curve with values at the epochs 1 to n; none for a trial that has just started.
   *
   * @param point d numbers from 0 to 1
   * @param values n values, transformed so that lower is better
   */
  public static CurveData of(double[] point, double... values) {
    double[] epochs = new double[values.length];
    for (int i = 0; i < epochs.length; i++) {
      epochs[i] = i + 1;
    }
    return new CurveData(point, epochs, values);
  }

  /**
   * Returns a curve with values at any epochs.
   *
   * @param point d numbers from 0 to 1
   * @param epochs n ascending positive numbers
   * @param values n values, transformed so that lower is better
   * @throws IllegalArgumentException if there are more epochs than values or fewer
   */
  public static CurveData at(double[] point, double[] epochs, double[] values) {
    if (epochs.length != values.length) {
      throw new IllegalArgumentException(
          "epochs (%d) must be as many as values (%d).\nMaybe one list was cut."
              .formatted(epochs.length, values.length));
    }
    return new CurveData(point, epochs.clone(), values);
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The epoch of value {@code i}, counted from 0. */
  public double epoch(int i) {
    return epochs[i];
  }

  /** Value {@code i}, counted from 0. */
  public double value(int i) {
    return values[i];
  }

  /** Returns the point, d numbers; a copy. */
  public double[] point() {
    return point.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CurveData that
        && Arrays.equals(point, that.point)
        && Arrays.equals(epochs, that.epochs)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(point) + Arrays.hashCode(epochs)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "%s: %s at %s"
        .formatted(Arrays.toString(point), Arrays.toString(values), Arrays.toString(epochs));
  }
}
