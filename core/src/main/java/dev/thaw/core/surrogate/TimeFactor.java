package dev.thaw.core.surrogate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Cholesky factor L of the covariance of one curve's own decay and noise at ascending times,
 * with Q = L^-1 Phi.
 *
 * <p>Leading blocks of L and Q belong to shorter curves with the same first times, so one factor
 * over 1, 2, 3, ... serves all trials that report every epoch.
 */
final class TimeFactor {
  private final TimeKernel kernel;
  private final double curveVariance;
  private final double noiseVariance;
  private final Map<Double, Horizon> horizons = new LinkedHashMap<>();
  private double[][] lower = new double[16][];
  private double[][] whitened = new double[16][];
  private double[] times = new double[16];
  private double[] logDeterminants = new double[17];
  private int size;

  TimeFactor(TimeKernel kernel, CurveHyperparameters theta) {
    this.kernel = kernel;
    this.curveVariance = theta.curveVariance();
    this.noiseVariance = theta.noiseVariance();
  }

  TimeFactor copy() {
    TimeFactor copy = new TimeFactor(kernel, curveVariance, noiseVariance);
    copy.lower = lower.clone();
    copy.whitened = whitened.clone();
    copy.times = times.clone();
    copy.logDeterminants = logDeterminants.clone();
    copy.size = size;
    return copy;
  }

  private TimeFactor(TimeKernel kernel, double curveVariance, double noiseVariance) {
    this.kernel = kernel;
    this.curveVariance = curveVariance;
    this.noiseVariance = noiseVariance;
  }

  /** Returns a factor over the given times alone, which need not be whole. */
  TimeFactor alone(double[] start, int n) {
    TimeFactor alone = new TimeFactor(kernel, curveVariance, noiseVariance);
    for (int i = 0; i < n; i++) {
      alone.append(start[i]);
    }
    return alone;
  }

  TimeKernel kernel() {
    return kernel;
  }

  double curveVariance() {
    return curveVariance;
  }

  int size() {
    return size;
  }

  double time(int i) {
    return times[i];
  }

  /** Row i of L, i + 1 numbers. */
  double[] lower(int i) {
    return lower[i];
  }

  /** Row i of Q, J numbers. */
  double[] whitened(int i) {
    return whitened[i];
  }

  /** The sum of ln L_ii over the first n rows. */
  double logDeterminant(int n) {
    return logDeterminants[n];
  }

  /** Makes the factor cover the times 1 to n; only for the factor that all regular curves share. */
  void cover(int n) {
    while (size < n) {
      append(size + 1);
    }
  }

  void append(double time) {
    reserve();
    times[size] = time;
    double[] row = new double[size + 1];
    double rest = curveVariance * kernel.at(2 * time) + noiseVariance;
    for (int i = 0; i < size; i++) {
      row[i] = (covariance(i, time) - dot(lower[i], row, i)) / lower[i][i];
      rest -= row[i] * row[i];
    }
    // The noise keeps what is left above zero; rounding may not.
    row[size] = Math.sqrt(Math.max(rest, 1e-12 * (curveVariance + noiseVariance)));
    lower[size] = row;
    whitened[size] = whiten(row, time);
    logDeterminants[size + 1] = logDeterminants[size] + Math.log(row[size]);
    size++;
  }

  private double[] whiten(double[] row, double time) {
    double[] result = new double[kernel.bases()];
    for (int j = 0; j < result.length; j++) {
      double sum = kernel.basis(j, time);
      for (int i = 0; i < size; i++) {
        sum -= row[i] * whitened[i][j];
      }
      result[j] = sum / row[size];
    }
    return result;
  }

  private void reserve() {
    if (size == times.length) {
      lower = Arrays.copyOf(lower, 2 * size);
      whitened = Arrays.copyOf(whitened, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
      logDeterminants = Arrays.copyOf(logDeterminants, 2 * size + 1);
    }
  }

  /** Drops all rows but the first n. */
  void truncate(int n) {
    if (n < size) {
      size = n;
      horizons.clear();
    }
  }

  double covariance(int i, double time) {
    return curveVariance * kernel.at(times[i] + time);
  }

  /** The projection of the value at {@code time} on the first n rows, cached. */
  Horizon horizon(double time, int n) {
    Horizon horizon = horizons.computeIfAbsent(time, t -> new Horizon(this, t));
    horizon.cover(n);
    return horizon;
  }

  /** The sum of a_i b_i for i below n. */
  static double dot(double[] a, double[] b, int n) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    double sum = (first + second) + (third + fourth);
    for (; i < n; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
