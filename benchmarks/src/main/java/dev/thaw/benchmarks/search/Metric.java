package dev.thaw.benchmarks.search;

import java.util.Optional;

/** What a run is scored by; all are normalised regrets from 0 to 1, and less is better. */
enum Metric {
  /**
   * The mean over the logarithm of what is spent, from one full training to the end of the budget.
   */
  AUC("AUC", 0),
  /** After a tenth of the budget. */
  AT_10("10 %", 0.1),
  /** After a quarter of the budget. */
  AT_25("25 %", 0.25),
  /** After half of the budget. */
  AT_50("50 %", 0.5),
  /** At the end. */
  AT_100("100 %", 1);

  private final String title;
  private final double share;

  Metric(String title, double share) {
    this.title = title;
    this.share = share;
  }

  String title() {
    return title;
  }

  /** The share of the budget; empty for the mean over all shares. */
  Optional<Double> share() {
    return this == AUC ? Optional.empty() : Optional.of(share);
  }
}
