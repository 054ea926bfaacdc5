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

  /** y -= a p + b q + c r + d s: one pass over y where four single ones would be four. */
  static void subtract(
      double[] y,
      double a,
      double[] p,
      double b,
      double[] q,
      double c,
      double[] r,
      double d,
      double[] s,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      y[i] -= a * p[i] + b * q[i] + c * r[i] + d * s[i];
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
