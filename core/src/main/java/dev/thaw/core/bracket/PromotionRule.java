package dev.thaw.core.bracket;

/** Which trials of a rung may be promoted while the rung is still filling. */
public enum PromotionRule {
  /** The best floor(n / eta) of the n that arrived: ASHA, Algorithm 2. */
  PAPER,
  /**
   * All that are at or below the 1/eta quantile of what arrived, linearly interpolated, from two
   * arrivals on: the rule that Syne Tune uses.
   */
  QUANTILE,
  /**
   * As {@link #PAPER}, but never more than n / eta promotions in all, even when the ranking
   * changes: the delayed promotion of Hyper-Tune (Li et al., VLDB 2022).
   */
  DELAYED
}
