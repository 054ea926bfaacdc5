package dev.thaw.core.surrogate;

import java.util.Arrays;

/** One trial inside a model: its values, whitened and compressed. */
final class TrialState {
  /** Sums of squares of larger values might overflow. */
  private static final double LARGEST = 1e100;

  private static final int FARTHEST = 1_000;

  private final double[] point;
  private final double[] scaled;
  private final TimeFactor shared;
  private TimeFactor factor;
  private double[] times = new double[8];
  private double[] values = new double[8];
  private double[] whitened = new double[8];
  private Compression compression;
  private int size;
  private int believed;

  TrialState(double[] point, CurveHyperparameters theta, TimeFactor shared) {
    this.point = point;
    this.scaled = Matern.scaled(point, theta);
    this.shared = shared;
    this.factor = shared;
    this.compression = new Compression(theta.bases());
  }

  private TrialState(TrialState other, TimeFactor shared) {
    this.point = other.point;
    this.scaled = other.scaled;
    this.shared = shared;
    this.factor = other.isRegular() ? shared : other.factor.copy();
    this.times = other.times.clone();
    this.values = other.values.clone();
    this.whitened = other.whitened.clone();
    this.compression = other.compression.copy();
    this.size = other.size;
    this.believed = other.believed;
  }

  TrialState copy(TimeFactor newShared) {
    return new TrialState(this, newShared);
  }

  private boolean isRegular() {
    return factor == shared;
  }

  /** Whether a value at this epoch comes after all others and can be used. */
  boolean accepts(double epoch, double value) {
    return Math.abs(value) <= LARGEST
        && Double.isFinite(epoch)
        && epoch > (size == 0 ? 0 : times[size - 1]);
  }

  /** Adds a value that {@link #accepts}; its residual is against the mean curve. */
  void append(double epoch, double value, double residual) {
    reserve();
    coverWith(epoch);
    double[] row = factor.lower(size);
    double z = (residual - TimeFactor.dot(row, whitened, size)) / row[size];
    times[size] = epoch;
    values[size] = value;
    whitened[size] = z;
    compression.add(factor.whitened(size), z);
    size++;
    believed = size;
  }

  private void coverWith(double epoch) {
    if (isRegular() && epoch == size + 1) {
      shared.cover(size + 1);
      return;
    }
    if (isRegular()) {
      factor = shared.alone(times, size);
    }
    factor.truncate(size);
    factor.append(epoch);
  }

  private void reserve() {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      whitened = Arrays.copyOf(whitened, 2 * size);
    }
  }

  /** Makes the factor cover every whole epoch up to this one, and believes in them. */
  void believe(int epoch) {
    double seen = size == 0 ? 0 : times[size - 1];
    double until = Math.min(epoch, seen + FARTHEST);
    if (isRegular()) {
      believed = Math.max(believed, (int) until);
      shared.cover(believed);
      return;
    }
    factor.truncate(believed);
    double last = factor.time(believed - 1);
    for (double next = Math.floor(last) + 1; next <= until; next++) {
      factor.append(next);
      believed++;
    }
  }

  void forget() {
    believed = size;
  }

  double[] point() {
    return point;
  }

  double[] scaled() {
    return scaled;
  }

  TimeFactor factor() {
    return factor;
  }

  int size() {
    return size;
  }

  /** The number of values, real or believed. */
  int believed() {
    return believed;
  }

  double time(int i) {
    return times[i];
  }

  double value(int i) {
    return values[i];
  }

  /** The whitened residuals, at least {@link #size} numbers. */
  double[] whitened() {
    return whitened;
  }

  Compression compression() {
    return compression;
  }

  CurveData data() {
    return CurveData.at(point, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
  }

  /** ln p of what the compression drops; with one basis of its scale as well. */
  double logEvidence() {
    double dropped = (size - compression.rank()) * Math.log(2 * Math.PI);
    return -0.5 * (compression.rest() + dropped) - factor.logDeterminant(size);
  }
}
