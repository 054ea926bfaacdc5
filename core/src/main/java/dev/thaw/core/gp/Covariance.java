package dev.thaw.core.gp;

import org.ejml.data.DMatrixRMaj;

/**
 * A covariance function of two points, with its derivatives.
 *
 * <p>Derivatives come in reverse: {@link #pullBack} takes the derivative of some result, such as
 * the evidence, with respect to one covariance, and adds what follows from it for the
 * hyperparameters and for the points. So one pass over the pairs of points serves any number of
 * hyperparameters.
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public interface Covariance {

  /** Returns k(x, y); NaN if a coordinate in use is NaN. */
  double between(double[] x, double[] y);

  /**
   * Adds to the slopes what k(points[i], points[j]) contributes, and returns that covariance.
   *
   * @param weight the derivative of the result with respect to this covariance
   */
  double pullBack(double[][] points, int i, int j, double weight, Slopes slopes);

  /** Returns the symmetric matrix of the covariances of all points with each other. */
  default DMatrixRMaj matrix(double[][] points) {
    int n = points.length;
    var matrix = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = between(points[i], points[j]);
        matrix.unsafe_set(i, j, value);
        matrix.unsafe_set(j, i, value);
      }
    }
    return matrix;
  }

  /** Returns the covariances of points (rows) and others (columns). */
  default double[][] matrix(double[][] points, double[][] others) {
    double[][] matrix = new double[points.length][others.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < others.length; j++) {
        matrix[i][j] = between(points[i], others[j]);
      }
    }
    return matrix;
  }

  /**
   * Adds to the slopes what the whole {@link #matrix(double[][])} contributes.
   *
   * @param weights the derivative of the result with respect to each entry, symmetric
   */
  default void pullBack(double[][] points, DMatrixRMaj weights, Slopes slopes) {
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        pullBack(points, i, j, 2 * weights.unsafe_get(i, j), slopes);
      }
      pullBack(points, i, i, weights.unsafe_get(i, i), slopes);
    }
  }

  /**
   * Derivatives of one result, to be added to.
   *
   * @param theta with respect to the hyperparameters, in the places where {@link Kernel#at} found
   *     them
   * @param points with respect to the coordinates, one row a point
   */
  record Slopes(double[] theta, double[][] points) {

    /** Returns slopes that add to a given array, and start from zero for the points. */
    public static Slopes into(double[] theta, double[][] points) {
      double[][] zeros = new double[points.length][];
      for (int i = 0; i < zeros.length; i++) {
        zeros[i] = new double[points[i].length];
      }
      return new Slopes(theta, zeros);
    }
  }
}
