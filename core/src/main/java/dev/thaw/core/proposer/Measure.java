package dev.thaw.core.proposer;

import dev.thaw.core.acquisition.Acquisition;

/** By what a candidate is chosen whose score is expected to be normally distributed. */
public enum Measure {
  /** How much better than the best it is on average (Jones, Schonlau and Welch 1998). */
  EXPECTED_IMPROVEMENT("expected-improvement") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return Acquisition.expectedImprovement(mean, deviation, best);
    }
  },
  /** The logarithm of that, which still ranks candidates where it is zero (Ament et al. 2023). */
  LOG_EXPECTED_IMPROVEMENT("log-expected-improvement") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return Acquisition.logExpectedImprovement(mean, deviation, best);
    }
  },
  /** How probably it is better than the best, as a logarithm (Kushner 1964). */
  PROBABILITY_OF_IMPROVEMENT("log-probability-of-improvement") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return Acquisition.logProbabilityOfImprovement(mean, deviation, best);
    }
  },
  /** How low it is if it is kappa deviations better than expected (Srinivas et al. 2010). */
  CONFIDENCE_BOUND("confidence-bound") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return Acquisition.confidenceBound(mean, deviation, kappa);
    }
  },
  /** How low it is expected to be: nothing but exploitation. */
  LOWEST_MEAN("lowest-mean") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return -mean;
    }
  },
  /** How little is known of it: nothing but exploration. */
  HIGHEST_VARIANCE("highest-variance") {
    @Override
    double worth(double mean, double deviation, double best, double kappa) {
      return deviation * deviation;
    }
  };

  private final String text;

  Measure(String text) {
    this.text = text;
  }

  /** Its name in proposals. */
  public String text() {
    return text;
  }

  /**
   * What an outcome is worth: the more the better; lower outcomes are better.
   *
   * @param best the best score so far
   * @param kappa for {@link #CONFIDENCE_BOUND} alone
   */
  abstract double worth(double mean, double deviation, double best, double kappa);
}
