package dev.thaw.core.acquisition;

import dev.thaw.core.gp.Cholesky;
import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * How much is known of which point is the lowest, and how much more would be known after one more
 * observation: entropy search (Hennig and Schuler 2012) on a basket of few points, as freeze-thaw
 * does it (Swersky, Snoek and Adams 2014, section 4.2).
 *
 * <p>P(lowest) is estimated from joint draws. All of an instance use the same normal numbers, so
 * that differences between observations are not those of their draws.
 */
public final class MinimumEntropy {

  /** How many observations are imagined: the middles of as many equal parts of their chances. */
  private static final double[] QUANTILES = {-1.2816, -0.5244, 0, 0.5244, 1.2816};

  private final double[] means;
  private final DMatrixRMaj covariance;
  private final double[][] normals;

  /**
   * A basket.
   *
   * @param means of the points, at least one
   * @param covariance of the points, symmetric
   * @param samples how many joint draws, at least 1
   * @param draws their randomness
   */
  public MinimumEntropy(double[] means, DMatrixRMaj covariance, int samples, Draws draws) {
    this.means = means.clone();
    this.covariance = covariance;
    this.normals = new double[samples][means.length];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < means.length; i++) {
        normals[s][i] = draws.normal(s * means.length + i);
      }
    }
  }

  /** The entropy of which point is the lowest, in nats: from 0 to the logarithm of their number. */
  public double now() {
    return entropy(factor(covariance), means);
  }

  /**
   * The expected entropy after something was observed.
   *
   * @param with the covariance of each point and what is observed
   * @param variance of what is observed, with its noise; if it is not positive nothing is learned
   */
  public double after(double[] with, double variance) {
    if (!(variance > 0)) {
      return now();
    }
    int size = means.length;
    var rest = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rest.set(i, j, covariance.get(i, j) - with[i] * with[j] / variance);
      }
    }
    DMatrixRMaj factor = factor(rest);
    double sum = 0;
    for (double quantile : QUANTILES) {
      double[] shifted = means.clone();
      for (int i = 0; i < size; i++) {
        shifted[i] += with[i] * quantile / Math.sqrt(variance);
      }
      sum += entropy(factor, shifted);
    }
    return sum / QUANTILES.length;
  }

  /** The Cholesky factor; deviations alone if there is none. */
  private static DMatrixRMaj factor(DMatrixRMaj covariance) {
    int size = covariance.getNumRows();
    var lower = new DMatrixRMaj(size, size);
    Optional<Cholesky> factor = Cholesky.factor(covariance);
    for (int i = 0; i < size; i++) {
      if (factor.isEmpty()) {
        lower.set(i, i, Math.sqrt(Math.max(0, covariance.get(i, i))));
      }
      for (int j = 0; j <= i && factor.isPresent(); j++) {
        lower.set(i, j, factor.get().get(i, j));
      }
    }
    return lower;
  }

  private double entropy(DMatrixRMaj factor, double[] centres) {
    int[] wins = new int[centres.length];
    for (double[] normal : normals) {
      wins[lowest(factor, centres, normal)]++;
    }
    return Arrays.stream(wins)
        .filter(count -> count > 0)
        .mapToDouble(count -> (double) count / normals.length)
        .map(chance -> -chance * Math.log(chance))
        .sum();
  }

  private static int lowest(DMatrixRMaj factor, double[] centres, double[] normal) {
    int lowest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < centres.length; i++) {
      double value = centres[i];
      for (int j = 0; j <= i; j++) {
        value += factor.get(i, j) * normal[j];
      }
      if (value < least) {
        least = value;
        lowest = i;
      }
    }
    return lowest;
  }
}
