package dev.thaw.core.gp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * A family of Gaussian processes: targets are a function of the warped points, with this kernel and
 * a constant mean, plus independent noise.
 *
 * <p>Its hyperparameters are, in this order, those of the kernel, those of the warping, ln noise
 * variance ~ N(ln 0.003, 1.5) of at least ln 1e-6, and the mean ~ N(0, 1): right for targets that
 * are standardised.
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record GpModel(Kernel kernel, Warping warping) {
  private static final double LOG_2_PI = StrictMath.log(2 * Math.PI);

  /** Returns the model without warping. */
  public static GpModel of(Kernel kernel) {
    return new GpModel(kernel, Warping.none());
  }

  /** Returns all hyperparameters with their default priors. */
  public List<Hyperparameter> hyperparameters() {
    var all = new ArrayList<Hyperparameter>(kernel.hyperparameters());
    all.addAll(warping.hyperparameters());
    double noise = StrictMath.log(0.003);
    all.add(new Hyperparameter("ln noise", noise, 1.5, StrictMath.log(1e-6), noise + 5));
    all.add(new Hyperparameter("mean", 0, 1, -10, 10));
    return List.copyOf(all);
  }

  /** Returns the hyperparameters' prior means. */
  public double[] start() {
    return hyperparameters().stream().mapToDouble(Hyperparameter::mean).toArray();
  }

  /**
   * Returns the process with these values of the hyperparameters that has seen the observations.
   */
  public GaussianProcess condition(double[] theta, Observations observations) {
    return new GaussianProcess(at(theta), observations);
  }

  /** The model with known hyperparameters. */
  record Bound(Covariance covariance, Warping warping, double[] theta, int warpingFrom) {
    double noise() {
      return StrictMath.exp(theta[theta.length - 2]);
    }

    double mean() {
      return theta[theta.length - 1];
    }

    double[] warp(double[] point) {
      return warping.apply(point, theta, warpingFrom);
    }

    double[][] warp(double[][] points) {
      return Arrays.stream(points).map(this::warp).toArray(double[][]::new);
    }
  }

  Bound at(double[] theta) {
    int count = hyperparameters().size();
    if (theta.length != count) {
      throw new IllegalArgumentException(
          "theta (%d values) must have one for each of %d hyperparameters."
              .formatted(theta.length, count));
    }
    return new Bound(kernel.at(theta, 0), warping, theta.clone(), kernel.hyperparameters().size());
  }

  /**
   * Returns the logarithm of the evidence, the density of the targets (Rasmussen and Williams 2006,
   * equation 2.30), and writes its gradient (equation 5.9). NaN, with a gradient of zeros, if the
   * covariance matrix cannot be factored.
   *
   * @param gradient one entry a hyperparameter
   */
  public double logEvidence(double[] theta, Observations observations, double[] gradient) {
    Arrays.fill(gradient, 0);
    Bound bound = at(theta);
    double[][] warped = bound.warp(observations.points());
    DMatrixRMaj matrix = bound.covariance.matrix(warped);
    for (int i = 0; i < matrix.numRows; i++) {
      matrix.add(i, i, bound.noise());
    }
    Cholesky factor = Cholesky.factor(matrix).orElse(null);
    if (factor == null) {
      return Double.NaN;
    }
    double[] residuals = Arrays.stream(observations.targets()).map(y -> y - bound.mean()).toArray();
    double[] weights = residuals.clone();
    factor.solve(weights);
    DMatrixRMaj atMatrix = slopes(factor.inverse(), weights);
    var slopes = Covariance.Slopes.into(gradient, warped);
    bound.covariance.pullBack(warped, atMatrix, slopes);
    for (int i = 0; i < warped.length; i++) {
      warping.pullBack(
          observations.points()[i], theta, bound.warpingFrom, slopes.points()[i], gradient);
      gradient[gradient.length - 2] += bound.noise() * atMatrix.unsafe_get(i, i);
      gradient[gradient.length - 1] += weights[i];
    }
    return logDensity(factor, residuals, weights);
  }

  /** ln N(residuals; 0, A), where the weights are A⁻¹ residuals. */
  static double logDensity(Cholesky factor, double[] residuals, double[] weights) {
    int n = factor.size();
    return -(Vectors.dot(residuals, weights, 0, n) + factor.logDeterminant() + n * LOG_2_PI) / 2;
  }

  /** (w wᵀ - A⁻¹) / 2, in place of the inverse. */
  private static DMatrixRMaj slopes(DMatrixRMaj inverse, double[] weights) {
    int n = weights.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int place = i * n + j;
        inverse.data[place] = (weights[i] * weights[j] - inverse.data[place]) / 2;
      }
    }
    return inverse;
  }
}
