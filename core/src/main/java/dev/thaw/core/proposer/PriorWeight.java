package dev.thaw.core.proposer;

import dev.thaw.core.space.Configuration;

/**
 * The weight of the priors of a space, which fades as evidence comes in: an acquisition is
 * multiplied by {@code prior ^ (confidence / n)} after n trials (piBO: Hvarfner et al., "Augmenting
 * acquisition functions with user beliefs for Bayesian optimization", ICLR 2022, equation 6). A
 * wrong prior delays a search and does not spoil it.
 *
 * @param confidence the beta of the paper, from 0 to 1,000; 10 by default. 0 ignores the priors.
 */
public record PriorWeight(double confidence) {

  public PriorWeight {
    Range.check("confidence", confidence, 0, 1_000);
  }

  /** The weight with the confidence of 10. */
  public static PriorWeight defaults() {
    return new PriorWeight(10);
  }

  /**
   * What to add to the logarithm of the acquisition of a configuration; 0 where the space has no
   * priors.
   */
  public double logWeight(Knowledge known, Configuration configuration) {
    if (known.space().priors().isEmpty()) {
      return 0;
    }
    long trials = Latest.of(known.observed()).size();
    return confidence / Math.max(1, trials) * known.space().logPrior(configuration);
  }
}
