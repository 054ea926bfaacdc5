package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * What a curve's first n values say about its value at one time: q = L^-1 k(., t), the variance
 * that is left, and omega = phi(t) - Q' q, the part that the bases still decide.
 */
final class Horizon {
  private final TimeFactor factor;
  private final double time;
  private double[] weights = new double[16];
  private double[] explained = new double[17];
  private double[][] bases = new double[17][];
  private int size;

  Horizon(TimeFactor factor, double time) {
    this.factor = factor;
    this.time = time;
    double[] start = new double[factor.kernel().bases()];
    for (int j = 0; j < start.length; j++) {
      start[j] = factor.kernel().basis(j, time);
    }
    bases[0] = start;
  }

  void cover(int n) {
    if (n > weights.length) {
      int capacity = Math.max(n, 2 * weights.length);
      weights = Arrays.copyOf(weights, capacity);
      explained = Arrays.copyOf(explained, capacity + 1);
      bases = Arrays.copyOf(bases, capacity + 1);
    }
    while (size < n) {
      append();
    }
  }

  private void append() {
    double[] row = factor.lower(size);
    double q = (factor.covariance(size, time) - TimeFactor.dot(row, weights, size)) / row[size];
    weights[size] = q;
    explained[size + 1] = explained[size] + q * q;
    double[] next = bases[size].clone();
    for (int j = 0; j < next.length; j++) {
      next[j] -= factor.whitened(size)[j] * q;
    }
    size++;
    bases[size] = next;
  }

  /** q, at least n numbers. */
  double[] weights() {
    return weights;
  }

  /** The latent variance of the trial's own decay that n values leave. */
  double left(int n) {
    return Math.max(0, factor.curveVariance() * factor.kernel().at(2 * time) - explained[n]);
  }

  /** omega after n values, J numbers. */
  double[] bases(int n) {
    return bases[n];
  }
}
