package dev.thaw.core.proposer;

import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Observations;
import java.util.Arrays;

/**
 * Hyperparameters of a Gaussian process as probable as observations make them, under the priors of
 * Spearmint: length scales uniform from 0 to 10, a standard deviation of the function with a
 * lognormal factor of deviation 1, noise with a horseshoe of scale 0.1, a standard normal mean.
 *
 * <p>A sample is (mean, variance, noise variance, length scales). As in Spearmint each step draws
 * the first three along one line and the length scales along another; its chain starts at (0, 1,
 * 0.001, 1 ...).
 */
final class SampledHyperparameters {
  private static final double LENGTH_MAX = 10;
  private static final double NOISE_SCALE = 0.1;
  private static final int LENGTHS_FROM = 3;

  private final GpModel model;
  private final Observations observations;

  SampledHyperparameters(GpModel model, Observations observations) {
    this.model = model;
    this.observations = observations;
  }

  /**
   * Draws hyperparameters, in the order of the model.
   *
   * @param burnIn how many steps to make before the first is kept
   */
  double[][] draw(int samples, int burnIn, Rolls rolls) {
    var sampler = new SliceSampler(this::logDensity);
    double[] at = new double[model.hyperparameters().size()];
    Arrays.fill(at, 1);
    at[0] = 0;
    at[2] = 1e-3;
    double[][] drawn = new double[samples][];
    for (int step = 0; step < burnIn + samples; step++) {
      at = sampler.next(at, 0, LENGTHS_FROM, rolls);
      at = sampler.next(at, LENGTHS_FROM, at.length, rolls);
      if (step >= burnIn) {
        drawn[step - burnIn] = theta(at);
      }
    }
    return drawn;
  }

  private double logDensity(double[] sample) {
    double prior = logPrior(sample);
    return prior == Double.NEGATIVE_INFINITY
        ? prior
        : prior + model.condition(theta(sample), observations).logEvidence();
  }

  /** The logarithm of the prior density but for a constant; negative infinity outside. */
  static double logPrior(double[] sample) {
    double mean = sample[0];
    double variance = sample[1];
    double noise = sample[2];
    boolean isInside = variance > 0 && noise > 0;
    for (int i = LENGTHS_FROM; i < sample.length; i++) {
      isInside &= sample[i] > 0 && sample[i] < LENGTH_MAX;
    }
    if (!isInside) {
      return Double.NEGATIVE_INFINITY;
    }
    double logDeviation = StrictMath.log(variance) / 2;
    double shrinkage = NOISE_SCALE / noise;
    return -mean * mean / 2
        - logDeviation * logDeviation / 2
        + StrictMath.log(StrictMath.log1p(shrinkage * shrinkage));
  }

  /** In the order of the model: ln variance, ln length scales, ln noise, mean. */
  private static double[] theta(double[] sample) {
    double[] theta = new double[sample.length];
    theta[0] = StrictMath.log(sample[1]);
    for (int i = LENGTHS_FROM; i < sample.length; i++) {
      theta[i - 2] = StrictMath.log(sample[i]);
    }
    theta[theta.length - 2] = StrictMath.log(sample[2]);
    theta[theta.length - 1] = sample[0];
    return theta;
  }
}
