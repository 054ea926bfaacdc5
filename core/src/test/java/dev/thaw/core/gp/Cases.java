package dev.thaw.core.gp;

import dev.thaw.core.random.Draws;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Random inputs for tests, each a function of its seed. */
final class Cases {
  private Cases() {}

  static double[] vector(long seed, int length) {
    Draws draws = Draws.of(seed, "vector", length);
    double[] vector = new double[length];
    for (int i = 0; i < length; i++) {
      vector[i] = draws.normal(i);
    }
    return vector;
  }

  /** Uniform points of the unit cube. */
  static double[][] points(long seed, int count, int dimension) {
    double[][] points = new double[count][dimension];
    for (int i = 0; i < count; i++) {
      Draws draws = Draws.of(seed, "point", i);
      for (int j = 0; j < dimension; j++) {
        points[i][j] = draws.uniform(j);
      }
    }
    return points;
  }

  /** G Gᵀ / n + I / 10 for a random G. */
  static DMatrixRMaj positiveDefinite(long seed, int n) {
    var root = new DMatrixRMaj(n, n, true, vector(seed, n * n));
    var matrix = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(1.0 / Math.max(1, n), root, root, matrix);
    for (int i = 0; i < n; i++) {
      matrix.add(i, i, 0.1);
    }
    return matrix;
  }

  /** L Lᵀ. */
  static DMatrixRMaj product(Cholesky factor) {
    int n = factor.size();
    var lower = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        lower.set(i, j, factor.get(i, j));
      }
    }
    var product = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(lower, lower, product);
    return product;
  }

  static double[] times(DMatrixRMaj matrix, double[] vector) {
    double[] product = new double[matrix.numRows];
    for (int i = 0; i < matrix.numRows; i++) {
      for (int j = 0; j < matrix.numCols; j++) {
        product[i] += matrix.get(i, j) * vector[j];
      }
    }
    return product;
  }

  /** The gradient by central differences. */
  static double[] differences(ToDoubleFunction<double[]> function, double[] at) {
    double[] slopes = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + 1e-5;
      double above = function.applyAsDouble(moved);
      moved[i] = at[i] - 1e-5;
      slopes[i] = (above - function.applyAsDouble(moved)) / 2e-5;
    }
    return slopes;
  }

  /** The largest difference of two entries. */
  static double distance(DMatrixRMaj x, DMatrixRMaj y) {
    var difference = new DMatrixRMaj(x.numRows, x.numCols);
    CommonOps_DDRM.subtract(x, y, difference);
    return x.getNumElements() == 0 ? 0 : CommonOps_DDRM.elementMaxAbs(difference);
  }
}
