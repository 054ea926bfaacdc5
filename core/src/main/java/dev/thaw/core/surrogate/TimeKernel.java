package dev.thaw.core.surrogate;

import java.util.Arrays;

/** The decay k(u) = (beta / (u + beta))^alpha and the bases over time, with a table of integers. */
final class TimeKernel {
  private final double alpha;
  private final double beta;
  private final int bases;
  private double[] table = new double[0];

  TimeKernel(CurveHyperparameters theta) {
    this.alpha = theta.alpha();
    this.beta = theta.beta();
    this.bases = theta.bases();
  }

  int bases() {
    return bases;
  }

  double at(double u) {
    int whole = (int) u;
    if (whole != u || whole > 20_000) {
      return decay(u, beta);
    }
    if (whole >= table.length) {
      grow(whole);
    }
    return table[whole];
  }

  private void grow(int needed) {
    int old = table.length;
    table = Arrays.copyOf(table, Math.max(128, 2 * needed + 1));
    for (int u = old; u < table.length; u++) {
      table[u] = decay(u, beta);
    }
  }

  private double decay(double u, double rate) {
    return Math.exp(alpha * Math.log(rate / (u + rate)));
  }

  /** phi_j(t). */
  double basis(int j, double t) {
    return switch (j) {
      case 0 -> 1;
      case 1 -> at(t);
      default -> decay(t, 4 * beta + 8) - at(t);
    };
  }

  /** The derivative of k(u) by ln alpha. */
  double byAlpha(double u) {
    return byAlpha(u, beta);
  }

  /** The derivative of k(u) by ln beta. */
  double byBeta(double u) {
    return at(u) * alpha * u / (u + beta);
  }

  private double byAlpha(double u, double rate) {
    double log = Math.log(rate / (u + rate));
    return alpha * log * Math.exp(alpha * log);
  }

  /** The derivative of phi_j(t) by ln alpha. */
  double basisByAlpha(int j, double t) {
    return switch (j) {
      case 0 -> 0;
      case 1 -> byAlpha(t);
      default -> byAlpha(t, 4 * beta + 8) - byAlpha(t);
    };
  }

  /** The derivative of phi_j(t) by ln beta. */
  double basisByBeta(int j, double t) {
    return switch (j) {
      case 0 -> 0;
      case 1 -> byBeta(t);
      default -> slowByBeta(t) - byBeta(t);
    };
  }

  private double slowByBeta(double t) {
    double slow = 4 * beta + 8;
    // d ln rate / d ln beta = 4 beta / slow.
    return decay(t, slow) * alpha * t / (t + slow) * 4 * beta / slow;
  }
}
