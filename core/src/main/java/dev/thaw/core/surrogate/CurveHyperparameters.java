package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * The hyperparameters of a {@link CurveModel}, which never change.
 *
 * <p>The model is {@code y_n(t) = m + g k(t) + sum_j phi_j(t) w_j(x_n) + r_n(t) + e}, where {@code
 * k(u) = (beta / (u + beta))^alpha}; {@code phi} is 1, {@code k(t)} and {@code k(t; alpha, 4 beta +
 * 8) - k(t)}; {@code w_j} is a Gaussian process with variance {@code v_j} and a Matern-5/2 kernel
 * with one length scale per coordinate; {@code r_n} has the covariance {@code s2 k(t + t')} of
 * Swersky, Snoek and Adams, "Freeze-thaw Bayesian optimization" (arXiv:1406.3896, section 3.1); and
 * {@code e} is noise.
 *
 * <p>As a vector of d + J + 6 numbers: the natural logarithms of the d length scales, of v_1 to
 * v_J, alpha, beta, s2 and the noise variance, then g and m as they are.
 */
public final class CurveHyperparameters {
  /** The largest number of bases. */
  public static final int MAX_BASES = 3;

  static final int OTHERS = 6;
  private static final double[] FIRST_VARIANCES = {1, 0.5, 0.3};

  private final double[] vector;
  private final int inputs;

  private CurveHyperparameters(double[] vector, int inputs) {
    this.vector = vector;
    this.inputs = inputs;
  }

  /**
   * Returns the hyperparameters of a vector.
   *
   * @param vector d + J + 6 finite numbers, in the order of the class comment
   * @param inputs d, the number of coordinates of a configuration
   * @throws IllegalArgumentException if the length fits no J from 1 to 3 or a number is not finite
   */
  public static CurveHyperparameters of(double[] vector, int inputs) {
    int bases = vector.length - inputs - OTHERS;
    if (inputs < 0 || bases < 1 || bases > MAX_BASES) {
      throw new IllegalArgumentException(
          "vector (%d numbers) must have inputs (%d) + %d and 1 to %d numbers more.\nMaybe the vector belongs to another space."
              .formatted(vector.length, inputs, OTHERS, MAX_BASES));
    }
    for (double value : vector) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "vector (%s) must be finite.\nMaybe a fit went astray; start from initial()."
                .formatted(Arrays.toString(vector)));
      }
    }
    return new CurveHyperparameters(vector.clone(), inputs);
  }

  /**
   * Returns where a first fit starts: length scales .7, v = (1, .5, .3), alpha 1, beta 4 epochs, s2
   * .3, noise variance .01, g .7 and m 0.
   *
   * @throws IllegalArgumentException if {@code bases} is not 1 to 3
   */
  public static CurveHyperparameters initial(int inputs, int bases) {
    double[] vector = new double[inputs + bases + OTHERS];
    Arrays.fill(vector, 0, inputs, Math.log(0.7));
    for (int j = 0; j < Math.min(bases, MAX_BASES); j++) {
      vector[inputs + j] = Math.log(FIRST_VARIANCES[j]);
    }
    double[] others = {0, Math.log(4), Math.log(0.3), Math.log(0.01), 0.7, 0};
    System.arraycopy(others, 0, vector, inputs + bases, OTHERS);
    return of(vector, inputs);
  }

  /** Returns the vector of the class comment; a copy. */
  public double[] vector() {
    return vector.clone();
  }

  /** The number of coordinates of a configuration, d. */
  public int inputs() {
    return inputs;
  }

  /** The number of bases, J. */
  public int bases() {
    return vector.length - inputs - OTHERS;
  }

  /** The length scale of coordinate {@code i}, counted from 0. */
  public double lengthScale(int i) {
    return Math.exp(vector[i]);
  }

  /** The variance of the weights of basis {@code j}, counted from 0. */
  public double variance(int j) {
    return Math.exp(vector[inputs + j]);
  }

  /** The exponent of the decay. */
  public double alpha() {
    return Math.exp(other(0));
  }

  /** The time scale of the decay, in epochs. */
  public double beta() {
    return Math.exp(other(1));
  }

  /** The variance of a trial's own decay before its first epoch. */
  public double curveVariance() {
    return Math.exp(other(2));
  }

  /** The variance of the noise of one observation. */
  public double noiseVariance() {
    return Math.exp(other(3));
  }

  /** The height of the mean curve above its asymptote before the first epoch. */
  public double decay() {
    return other(4);
  }

  /** The prior mean of the asymptotes. */
  public double mean() {
    return other(5);
  }

  private double other(int i) {
    return vector[vector.length - OTHERS + i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CurveHyperparameters that
        && inputs == that.inputs
        && Arrays.equals(vector, that.vector);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(vector) + inputs;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("length scales");
    for (int i = 0; i < inputs; i++) {
      text.append(' ').append((float) lengthScale(i));
    }
    text.append(", variances");
    for (int j = 0; j < bases(); j++) {
      text.append(' ').append((float) variance(j));
    }
    return text.append(", alpha ")
        .append((float) alpha())
        .append(", beta ")
        .append((float) beta())
        .append(", curve variance ")
        .append((float) curveVariance())
        .append(", noise variance ")
        .append((float) noiseVariance())
        .append(", decay ")
        .append((float) decay())
        .append(", mean ")
        .append((float) mean())
        .toString();
  }
}
