package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The search distribution of CMA-ES, which a ranked generation moves (Hansen's tutorial, arXiv
 * 1604.00772, equations 38 to 47). It asks nobody where the points come from.
 */
final class CmaEsState {
  private static final double EIGENVALUE_MIN = 1e-14;
  private static final double CONDITION_MAX = 1e14;
  private static final double GROWTH_MAX = Math.E;

  private final int dimension;
  private final CmaEsStrategy strategy;
  private final double[] mean;
  private final DMatrixRMaj covariance;
  private final double[] stepPath;
  private final double[] path;
  private final double expectedLength;
  private double sigma;
  private int generation;

  /** Columns are eigenvectors of the covariance. */
  private final double[][] axes;

  /** Square roots of its eigenvalues. */
  private final double[] lengths;

  /** Starts at a point with the same deviation everywhere. */
  CmaEsState(CmaEsStrategy strategy, double[] start, double sigma) {
    this.strategy = strategy;
    this.sigma = sigma;
    dimension = start.length;
    mean = start.clone();
    covariance = new DMatrixRMaj(dimension, dimension);
    axes = new double[dimension][dimension];
    lengths = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      covariance.set(i, i, 1);
      axes[i][i] = 1;
      lengths[i] = 1;
    }
    stepPath = new double[dimension];
    path = new double[dimension];
    double d = dimension;
    expectedLength = Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d));
  }

  CmaEsStrategy strategy() {
    return strategy;
  }

  double[] mean() {
    return mean.clone();
  }

  double sigma() {
    return sigma;
  }

  /** The deviation along a coordinate. */
  double deviation(int coordinate) {
    return sigma * Math.sqrt(covariance.get(coordinate, coordinate));
  }

  /** A draw from the distribution; it may lie outside the unit cube. */
  double[] sample(Draws draws) {
    double[] scaled = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      scaled[k] = lengths[k] * draws.normal(k);
    }
    double[] point = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      double sum = 0;
      for (int k = 0; k < dimension; k++) {
        sum += axes[i][k] * scaled[k];
      }
      point[i] = mean[i] + sigma * sum;
    }
    return point;
  }

  /**
   * Whether no deviation reaches the tolerance, or the covariance is no longer numerically sound.
   */
  boolean isConverged(double tolerance) {
    double longest = 0;
    double shortest = Double.POSITIVE_INFINITY;
    for (double length : lengths) {
      longest = Math.max(longest, length);
      shortest = Math.min(shortest, length);
    }
    return sigma * longest < tolerance || longest * longest > CONDITION_MAX * shortest * shortest;
  }

  /**
   * Learns a generation.
   *
   * @param ranked at least mu points, best first
   */
  void learn(double[][] ranked) {
    generation++;
    double[] weights = strategy.weights();
    double[][] steps = new double[weights.length][];
    double[] step = new double[dimension];
    for (int k = 0; k < weights.length; k++) {
      steps[k] = step(ranked[k]);
      for (int i = 0; i < dimension; i++) {
        step[i] += weights[k] * steps[k][i];
      }
    }
    for (int i = 0; i < dimension; i++) {
      mean[i] += sigma * step[i];
    }
    double length = advanceStepPath(step);
    boolean steady = isSteady(length);
    double speed = Math.sqrt(rate(strategy.cPath()) * strategy.muEffective());
    for (int i = 0; i < dimension; i++) {
      path[i] = (1 - strategy.cPath()) * path[i] + (steady ? speed * step[i] : 0);
    }
    updateCovariance(steps, steady);
    double exponent = strategy.cSigma() / strategy.dSigma() * (length / expectedLength - 1);
    sigma *= Math.min(StrictMath.exp(exponent), GROWTH_MAX);
    decompose();
  }

  private static double rate(double c) {
    return c * (2 - c);
  }

  /** From the mean to a point in units of the step size, shortened if it is too long. */
  private double[] step(double[] point) {
    double[] step = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      step[i] = (point[i] - mean[i]) / sigma;
    }
    double length = length(whitened(step));
    if (length > strategy.longest()) {
      for (int i = 0; i < dimension; i++) {
        step[i] *= strategy.longest() / length;
      }
    }
    return step;
  }

  /** Returns the length of the path of the step size. */
  private double advanceStepPath(double[] step) {
    double[] white = whitened(step);
    double speed = Math.sqrt(rate(strategy.cSigma()) * strategy.muEffective());
    for (int i = 0; i < dimension; i++) {
      stepPath[i] = (1 - strategy.cSigma()) * stepPath[i] + speed * white[i];
    }
    return length(stepPath);
  }

  /** Whether the path is not so long that the rank-one update must wait for the step size. */
  private boolean isSteady(double length) {
    double filled = Math.sqrt(1 - StrictMath.pow(1 - strategy.cSigma(), 2.0 * generation));
    return length / filled < (1.4 + 2.0 / (dimension + 1)) * expectedLength;
  }

  private void updateCovariance(double[][] steps, boolean steady) {
    double[] weights = strategy.weights();
    double missing = steady ? 0 : strategy.cOne() * rate(strategy.cPath());
    double keep = 1 - strategy.cOne() - strategy.cMu() + missing;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * steps[k][i] * steps[k][j];
        }
        double value =
            keep * covariance.get(i, j)
                + strategy.cOne() * path[i] * path[j]
                + strategy.cMu() * sum;
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
  }

  /** The step times the inverse root of the covariance. */
  private double[] whitened(double[] step) {
    double[] white = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      double along = 0;
      for (int i = 0; i < dimension; i++) {
        along += axes[i][k] * step[i];
      }
      along /= lengths[k];
      for (int i = 0; i < dimension; i++) {
        white[i] += axes[i][k] * along;
      }
    }
    return white;
  }

  private static double length(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  private void decompose() {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(dimension, true, true);
    if (!eigen.decompose(covariance.copy())) {
      throw new IllegalStateException("covariance (%s) has no eigenvalues.".formatted(covariance));
    }
    for (int k = 0; k < dimension; k++) {
      lengths[k] = Math.sqrt(Math.max(eigen.getEigenvalue(k).getReal(), EIGENVALUE_MIN));
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int i = 0; i < dimension; i++) {
        axes[i][k] = vector.get(i);
      }
    }
  }
}
