package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.CurveTable;

/**
 * What runs on a table are scored by.
 *
 * @param epochs the epochs of a full training, T
 * @param spread the median over rows of each row's best value, less the best anywhere
 * @param finalSpread the same for last values
 * @param replicated whether rows have several curves, so that only their mean at the end counts
 */
record TableFacts(int epochs, double spread, double finalSpread, boolean replicated) {

  static TableFacts of(CurveTable table) {
    return new TableFacts(
        table.epochs(),
        table.facts().spread(),
        table.facts().finalSpread(),
        table.replicates() > 1);
  }
}
