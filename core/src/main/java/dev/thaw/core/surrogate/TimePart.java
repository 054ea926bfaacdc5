package dev.thaw.core.surrogate;

/**
 * The gradient of the log evidence by alpha, beta, s2, noise, g and m, summed over curves that
 * share one factor over time.
 *
 * <p>With p = K^-1 (r - Phi mu), G = K^-1 Phi and C the posterior covariance of w, a change dK adds
 * {@code tr((p p' + G C G' - K^-1) dK) / 2}, a change of the mean curve {@code p' d}, and a change
 * of the bases {@code p' dPhi mu - tr(C G' dPhi)}.
 */
final class TimePart {
  private final TimeFactor factor;
  private final TimeKernel kernel;
  private final CurveHyperparameters theta;
  private final double[][] outer;
  private final int[] counts;
  private final double[][][] solvedBases;
  private double byAlpha;
  private double byBeta;
  private double byDecay;
  private double byMean;

  TimePart(TimeFactor factor, CurveHyperparameters theta) {
    this.factor = factor;
    this.kernel = factor.kernel();
    this.theta = theta;
    this.outer = new double[factor.size()][factor.size()];
    this.counts = new int[factor.size() + 1];
    this.solvedBases = new double[factor.size() + 1][][];
  }

  void add(TrialState state, double[] means, double[][] covariance) {
    int n = state.size();
    counts[n]++;
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = state.whitened()[i] - TimeFactor.dot(factor.whitened(i), means, means.length);
    }
    solveTransposed(weights);
    double[][] bases = solvedBases(n);
    addOuter(weights, bases, covariance);
    addMean(weights, means, bases, covariance);
  }

  /** Replaces b by L^-T b, L the leading block of the length of b. */
  private void solveTransposed(double[] b) {
    for (int i = b.length - 1; i >= 0; i--) {
      double[] row = factor.lower(i);
      b[i] /= row[i];
      for (int k = 0; k < i; k++) {
        b[k] -= row[k] * b[i];
      }
    }
  }

  /** G' for curves of length n, J x n. */
  private double[][] solvedBases(int n) {
    if (solvedBases[n] == null) {
      double[][] bases = new double[theta.bases()][n];
      for (int j = 0; j < bases.length; j++) {
        for (int i = 0; i < n; i++) {
          bases[j][i] = factor.whitened(i)[j];
        }
        solveTransposed(bases[j]);
      }
      solvedBases[n] = bases;
    }
    return solvedBases[n];
  }

  private void addOuter(double[] weights, double[][] bases, double[][] covariance) {
    for (int i = 0; i < weights.length; i++) {
      addScaled(outer[i], weights[i], weights, i + 1);
      for (int j = 0; j < bases.length; j++) {
        for (int k = 0; k < bases.length; k++) {
          addScaled(outer[i], covariance[j][k] * bases[j][i], bases[k], i + 1);
        }
      }
    }
  }

  private static void addScaled(double[] y, double a, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += a * x[i];
    }
  }

  private void addMean(double[] weights, double[] means, double[][] bases, double[][] covariance) {
    for (int i = 0; i < weights.length; i++) {
      double time = factor.time(i);
      byMean += weights[i];
      byDecay += weights[i] * kernel.at(time);
      byAlpha += weights[i] * theta.decay() * kernel.byAlpha(time);
      byBeta += weights[i] * theta.decay() * kernel.byBeta(time);
      for (int j = 1; j < means.length; j++) {
        double slope = weights[i] * means[j];
        for (int k = 0; k < means.length; k++) {
          slope -= covariance[j][k] * bases[k][i];
        }
        byAlpha += slope * kernel.basisByAlpha(j, time);
        byBeta += slope * kernel.basisByBeta(j, time);
      }
    }
  }

  /** Adds the gradient to the six numbers of a vector that begin at {@code at}. */
  void addTo(double[] gradient, int at) {
    subtractInverses();
    double variance = theta.curveVariance();
    double byVariance = 0;
    double byNoise = 0;
    for (int i = 0; i < outer.length; i++) {
      for (int k = 0; k <= i; k++) {
        double weight = i == k ? 0.5 * outer[i][k] : outer[i][k];
        double sum = factor.time(i) + factor.time(k);
        byAlpha += weight * variance * kernel.byAlpha(sum);
        byBeta += weight * variance * kernel.byBeta(sum);
        byVariance += weight * variance * kernel.at(sum);
      }
      byNoise += 0.5 * outer[i][i] * theta.noiseVariance();
    }
    double[] all = {byAlpha, byBeta, byVariance, byNoise, byDecay, byMean};
    for (int i = 0; i < all.length; i++) {
      gradient[at + i] += all[i];
    }
  }

  /** K^-1 of the first n times is the sum of l l' over the first n rows l of L^-1. */
  private void subtractInverses() {
    int longer = 0;
    for (int i = outer.length - 1; i >= 0; i--) {
      longer += counts[i + 1];
      double[] row = new double[i + 1];
      row[i] = 1;
      solveTransposed(row);
      for (int a = 0; a <= i; a++) {
        addScaled(outer[a], -longer * row[a], row, a + 1);
      }
    }
  }
}
