package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;

/** As what a Gaussian process takes configurations that are being tried. */
public enum Pending {
  /** As if they came to what is expected: the kriging believer of Ginsbourger et al. 2010. */
  BELIEVER {
    @Override
    double score(double mean, double variance, double best, Draws draws, int number) {
      return mean;
    }
  },
  /** As if they equalled the best so far: the constant liar, CL-min of Ginsbourger et al. 2010. */
  CONSTANT_LIAR {
    @Override
    double score(double mean, double variance, double best, Draws draws, int number) {
      return best;
    }
  },
  /**
   * As if they came to what is drawn from all that may be expected of them, one after the other.
   */
  FANTASY {
    @Override
    double score(double mean, double variance, double best, Draws draws, int number) {
      return mean + Math.sqrt(variance) * draws.split("pending", number).normal(0);
    }
  };

  /**
   * The score that is assumed.
   *
   * @param best the best score so far
   * @param number of the pending configuration
   */
  abstract double score(double mean, double variance, double best, Draws draws, int number);
}
