package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * Normal priors of every number of {@link CurveHyperparameters#vector}, and the box it must lie in.
 *
 * <p>Instances never change; the arrays are the package's own.
 */
public final class CurvePriors {
  private static final double LARGEST_ALPHA = 1.65;
  private static final double LEAST_NOISE = 1e-4;
  private static final double EDGE = 5;

  private final double[] means;
  private final double[] deviations;
  private final double[] lower;
  private final double[] upper;

  private CurvePriors(double[] means, double[] deviations, double[] lower, double[] upper) {
    this.means = means;
    this.deviations = deviations;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Returns the priors that the default scheduler was chosen with: natural logarithms of length
   * scales N(ln(d) / 2 - .7, 1) (Hvarfner, Hellsten and Nardi 2024), variances N(ln .5, 1), alpha
   * N(0, .3) with alpha at most 1.65, beta N(ln 4, 1.2), curve variance N(ln .1, 1.5), noise
   * variance N(ln .01, 1.5) and at least 1e-4; then decay N(.7, 1) and mean N(0, .5). Logarithms
   * lie within 5 of 0, the others within 10.
   */
  public static CurvePriors standard(int inputs, int bases) {
    int n = inputs + bases + CurveHyperparameters.OTHERS;
    double[] means = new double[n];
    double[] deviations = new double[n];
    double[] lower = new double[n];
    double[] upper = new double[n];
    Arrays.fill(means, 0, inputs, 0.5 * Math.log(Math.max(1, inputs)) - 0.7);
    Arrays.fill(means, inputs, inputs + bases, Math.log(0.5));
    Arrays.fill(deviations, 1);
    Arrays.fill(lower, -EDGE);
    Arrays.fill(upper, EDGE);
    int at = inputs + bases;
    double[] otherMeans = {0, Math.log(4), Math.log(0.1), Math.log(0.01), 0.7, 0};
    double[] otherDeviations = {0.3, 1.2, 1.5, 1.5, 1, 0.5};
    System.arraycopy(otherMeans, 0, means, at, otherMeans.length);
    System.arraycopy(otherDeviations, 0, deviations, at, otherDeviations.length);
    upper[at] = Math.log(LARGEST_ALPHA);
    lower[at + 3] = Math.log(LEAST_NOISE);
    Arrays.fill(lower, at + 4, n, -2 * EDGE);
    Arrays.fill(upper, at + 4, n, 2 * EDGE);
    return new CurvePriors(means, deviations, lower, upper);
  }

  /**
   * Returns these priors with one number's replaced.
   *
   * @param index where it stands in the vector
   * @param mean the new mean
   * @param deviation the new standard deviation, positive
   */
  public CurvePriors with(int index, double mean, double deviation) {
    double[] newMeans = means.clone();
    double[] newDeviations = deviations.clone();
    newMeans[index] = mean;
    newDeviations[index] = deviation;
    return new CurvePriors(newMeans, newDeviations, lower, upper);
  }

  /** Returns these priors with one number's box replaced. */
  public CurvePriors within(int index, double least, double greatest) {
    double[] newLower = lower.clone();
    double[] newUpper = upper.clone();
    newLower[index] = least;
    newUpper[index] = greatest;
    return new CurvePriors(means, deviations, newLower, newUpper);
  }

  /** Whether they are about vectors of this length. */
  boolean fit(CurveHyperparameters theta) {
    return means.length == theta.inputs() + theta.bases() + CurveHyperparameters.OTHERS;
  }

  double[] lower() {
    return lower.clone();
  }

  double[] upper() {
    return upper.clone();
  }

  /** The log density of a vector up to a constant; its gradient is added to {@code gradient}. */
  double logDensity(double[] vector, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      double standard = (vector[i] - means[i]) / deviations[i];
      sum -= 0.5 * standard * standard;
      gradient[i] -= standard / deviations[i];
    }
    return sum;
  }
}
