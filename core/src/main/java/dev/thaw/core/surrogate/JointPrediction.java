package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Cholesky;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * A normal distribution of several points of learning curves together, without noise.
 *
 * <p>Instances never change.
 */
public final class JointPrediction {
  private final double[] means;
  private final DMatrixRMaj covariance;
  private final double noise;

  JointPrediction(double[] means, DMatrixRMaj covariance, double noise) {
    this.means = means;
    this.covariance = covariance;
    this.noise = noise;
  }

  /** The number of points. */
  public int size() {
    return means.length;
  }

  /** The mean of point {@code i}, counted from 0 in the order of the queries. */
  public double mean(int i) {
    return means[i];
  }

  /** The covariance of two points. */
  public double covariance(int i, int j) {
    return covariance.get(i, j);
  }

  /** The variance that observing any point adds to its own. */
  public double noise() {
    return noise;
  }

  /**
   * Returns one draw of all points: the means plus L times the normal numbers, L the Cholesky
   * factor of the covariance with a jitter of at least 1e-10 of its mean diagonal. If it cannot be
   * factored, points are drawn independently.
   *
   * @param normals independent standard normal numbers, at least {@link #size} of them
   */
  public double[] draw(double[] normals) {
    double[] draw = means.clone();
    Optional<Cholesky> factor = Cholesky.factor(covariance);
    for (int i = 0; i < draw.length; i++) {
      if (factor.isEmpty()) {
        draw[i] += Math.sqrt(Math.max(0, covariance.get(i, i))) * normals[i];
        continue;
      }
      for (int j = 0; j <= i; j++) {
        draw[i] += factor.get().get(i, j) * normals[j];
      }
    }
    return draw;
  }
}
