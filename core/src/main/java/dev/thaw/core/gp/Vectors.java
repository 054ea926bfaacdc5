package dev.thaw.core.gp;

/**
 * The inner loops, each over {@code from} (included) to {@code to} (not included). They are small
 * so that HotSpot compiles and vectorises each on its own.
 */
final class Vectors {
  private Vectors() {}

  /** y -= a p. */
  static void subtract(double[] y, double a, double[] p, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] -= a * p[i];
    }
  }

  /**
   * y -= Σ a[k][i] x[k] over {@code first} to {@code last} for k, which is one entry in three kinds
   * of matrix product: four terms at a time, so that y passes once where it would pass four times.
   */
  static void subtract(
      double[] y, double[][] a, int i, double[][] x, int first, int last, int from, int to) {
    int k = first;
    for (; k + 3 < last; k += 4) {
      subtractFour(y, a, i, x, k, from, to);
    }
    for (; k < last; k++) {
      subtract(y, a[k][i], x[k], from, to);
    }
  }

  private static void subtractFour(
      double[] y, double[][] a, int i, double[][] x, int k, int from, int to) {
    double a0 = a[k][i];
    double a1 = a[k + 1][i];
    double a2 = a[k + 2][i];
    double a3 = a[k + 3][i];
    double[] x0 = x[k];
    double[] x1 = x[k + 1];
    double[] x2 = x[k + 2];
    double[] x3 = x[k + 3];
    for (int j = from; j < to; j++) {
      y[j] -= a0 * x0[j] + a1 * x1[j] + a2 * x2[j] + a3 * x3[j];
    }
  }

  /** y /= a. */
  static void divide(double[] y, double a, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] /= a;
    }
  }

  /** (x, y) becomes (cosine x + sine y, cosine y - sine x). */
  static void rotate(double[] x, double[] y, double cosine, double sine, int from, int to) {
    for (int i = from; i < to; i++) {
      double turned = cosine * x[i] + sine * y[i];
      y[i] = cosine * y[i] - sine * x[i];
      x[i] = turned;
    }
  }

  /** y += x², entry by entry. */
  static void addSquares(double[] y, double[] x) {
    for (int i = 0; i < x.length; i++) {
      y[i] += x[i] * x[i];
    }
  }

  /** Returns the largest magnitude, 0 without entries, NaN if one is NaN. */
  static double largest(double[] x) {
    double largest = 0;
    for (double entry : x) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }

  /** Returns xᵀy, summed in four lanes. */
  static double dot(double[] x, double[] y, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < to; i++) {
      a += x[i] * y[i];
    }
    return (a + b) + (c + d);
  }
}
