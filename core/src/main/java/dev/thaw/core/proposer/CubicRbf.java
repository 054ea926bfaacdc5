package dev.thaw.core.proposer;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Interpolates values at some points: a weighted sum of the cubed distances from each of them and
 * of a linear function (Powell 1992; Regis and Shoemaker 2007). With Φ the cubed distances and a
 * row (1, x) of P for each point, weights and coefficients solve ((ηI, Pᵀ), (P, Φ + ηI)), where η
 * of {@value #RIDGE} keeps the system regular if inputs depend on each other.
 */
final class CubicRbf {
  private static final double RIDGE = 1e-6;

  private final double[][] points;
  private final double[] weights;

  /** Of the linear function, the constant first. */
  private final double[] tail;

  private CubicRbf(double[][] points, double[] weights, double[] tail) {
    this.points = points;
    this.weights = weights;
    this.tail = tail;
  }

  /**
   * The interpolation.
   *
   * @param points at least one, all of one width and finite
   * @param values one for each point, finite
   */
  static CubicRbf of(double[][] points, double[] values) {
    int n = points.length;
    int width = points[0].length + 1;
    var matrix = new DMatrixRMaj(width + n, width + n);
    var right = new DMatrixRMaj(width + n, 1);
    for (int i = 0; i < width; i++) {
      matrix.unsafe_set(i, i, RIDGE);
    }
    for (int i = 0; i < n; i++) {
      setBoth(matrix, 0, width + i, 1);
      for (int j = 1; j < width; j++) {
        setBoth(matrix, j, width + i, points[i][j - 1]);
      }
      for (int j = 0; j < i; j++) {
        setBoth(matrix, width + j, width + i, cube(squaredDistance(points[i], points[j])));
      }
      matrix.unsafe_set(width + i, width + i, RIDGE);
      right.unsafe_set(width + i, 0, values[i]);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.lu(width + n);
    var solution = new DMatrixRMaj(width + n, 1);
    if (solver.setA(matrix)) {
      solver.solve(right, solution);
    }
    return new CubicRbf(
        points,
        Arrays.copyOfRange(solution.data, width, width + n),
        Arrays.copyOf(solution.data, width));
  }

  private static void setBoth(DMatrixRMaj matrix, int i, int j, double value) {
    matrix.unsafe_set(i, j, value);
    matrix.unsafe_set(j, i, value);
  }

  /** The value at a point. */
  double at(double[] point) {
    double[] squared = new double[points.length];
    Arrays.setAll(squared, i -> squaredDistance(points[i], point));
    return at(point, squared);
  }

  /**
   * The value at a point.
   *
   * @param squared its squared distances from the points of the interpolation, perhaps followed by
   *     others
   */
  double at(double[] point, double[] squared) {
    double value = tail[0];
    for (int j = 0; j < point.length; j++) {
      value += tail[j + 1] * point[j];
    }
    for (int i = 0; i < weights.length; i++) {
      value += weights[i] * cube(squared[i]);
    }
    return value;
  }

  private static double cube(double squared) {
    return squared * Math.sqrt(squared);
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
