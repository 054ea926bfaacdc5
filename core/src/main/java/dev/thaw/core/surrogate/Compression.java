package dev.thaw.core.surrogate;

/**
 * Whitened values of one curve, rotated into at most J pseudo-observations h = U w + N(0, I); what
 * the rotations leave over does not depend on w.
 */
final class Compression {
  private final double[][] triangle;
  private final double[] targets;
  private double rest;
  private int count;

  Compression(int bases) {
    this.triangle = new double[bases][bases];
    this.targets = new double[bases];
  }

  Compression copy() {
    Compression copy = new Compression(targets.length);
    for (int i = 0; i < targets.length; i++) {
      copy.triangle[i] = triangle[i].clone();
      copy.targets[i] = targets[i];
    }
    copy.rest = rest;
    copy.count = count;
    return copy;
  }

  /** Adds a row of Q and its whitened value by Givens rotations. */
  void add(double[] bases, double value) {
    double[] row = bases.clone();
    double target = value;
    count++;
    for (int j = 0; j < row.length; j++) {
      double radius = Math.sqrt(triangle[j][j] * triangle[j][j] + row[j] * row[j]);
      if (j == count - 1) {
        place(j, row, target);
        return;
      }
      if (radius > 0) {
        double cosine = triangle[j][j] / radius;
        double sine = row[j] / radius;
        rotate(triangle[j], row, cosine, sine);
        double old = targets[j];
        targets[j] = cosine * old + sine * target;
        target = cosine * target - sine * old;
      }
    }
    rest += target * target;
  }

  private static void rotate(double[] kept, double[] row, double cosine, double sine) {
    for (int k = 0; k < row.length; k++) {
      double old = kept[k];
      kept[k] = cosine * old + sine * row[k];
      row[k] = cosine * row[k] - sine * old;
    }
  }

  /** Keeps the row as it is while there are fewer rows than bases. */
  private void place(int j, double[] row, double target) {
    double sign = row[j] < 0 ? -1 : 1;
    for (int k = j; k < row.length; k++) {
      triangle[j][k] = sign * row[k];
    }
    targets[j] = sign * target;
  }

  /** The number of pseudo-observations. */
  int rank() {
    return Math.min(count, targets.length);
  }

  int count() {
    return count;
  }

  /** Row i of U, J numbers. */
  double[] row(int i) {
    return triangle[i];
  }

  /** h_i. */
  double target(int i) {
    return targets[i];
  }

  /** With one basis: what the curve alone says of w, gamma / lambda. */
  double location() {
    return targets[0] / triangle[0][0];
  }

  /** With one basis: the variance of {@link #location}, 1 / lambda. */
  double variance() {
    return 1 / (triangle[0][0] * triangle[0][0]);
  }

  /** The sum of squares that no w explains. */
  double rest() {
    return rest;
  }
}
