package dev.thaw.core.proposer;

/**
 * The constants of CMA-ES, with the names and the defaults of Hansen's tutorial (arXiv 1604.00772,
 * table 1), without negative weights.
 *
 * @param weights of the best of a generation, mu of them, falling, with sum 1
 * @param lambda the size of a generation, above mu
 * @param muEffective 1 / (sum of squared weights)
 * @param cSigma the rate at which the path of the step size forgets
 * @param dSigma the damping of the step size
 * @param cPath the rate at which the path of the covariance forgets
 * @param cOne the rate of the rank-one update
 * @param cMu the rate of the rank-mu update
 * @param longest the longest Mahalanobis step that counts in full; infinity counts all
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record CmaEsStrategy(
    double[] weights,
    int lambda,
    double muEffective,
    double cSigma,
    double dSigma,
    double cPath,
    double cOne,
    double cMu,
    double longest) {

  /** The size of a generation in a number of dimensions: 4 + floor(3 ln d), equation 48. */
  static int lambda(int dimension) {
    return 4 + (int) (3 * StrictMath.log(dimension));
  }

  /**
   * The defaults. Steps longer than sqrt(d) + 2 d / (d + 2) are shortened, because points come from
   * elsewhere too (Hansen, "Injecting external solutions into CMA-ES", arXiv 1110.4181).
   *
   * @param dimension at least 1
   * @param lambda at least 2
   */
  static CmaEsStrategy of(int dimension, int lambda) {
    double d = dimension;
    double[] weights = weights(lambda);
    double squares = 0;
    for (double weight : weights) {
      squares += weight * weight;
    }
    double mu = 1 / squares;
    double cSigma = (mu + 2) / (d + mu + 5);
    double cOne = 2 / ((d + 1.3) * (d + 1.3) + mu);
    return new CmaEsStrategy(
        weights,
        lambda,
        mu,
        cSigma,
        1 + 2 * Math.max(0, Math.sqrt((mu - 1) / (d + 1)) - 1) + cSigma,
        (4 + mu / d) / (d + 4 + 2 * mu / d),
        cOne,
        Math.min(1 - cOne, 2 * (mu - 2 + 1 / mu) / ((d + 2) * (d + 2) + mu)),
        Math.sqrt(d) + 2 * d / (d + 2));
  }

  /** Weights of the better half, ln((lambda + 1) / 2) - ln i, normalised. */
  private static double[] weights(int lambda) {
    double[] weights = new double[lambda / 2];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.log((lambda + 1) / 2.0) - StrictMath.log(i + 1);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
