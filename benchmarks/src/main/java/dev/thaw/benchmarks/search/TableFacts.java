package dev.thaw.benchmarks.search;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.thaw.app.simulate.CurveTable;

/**
 * What runs on a table are scored by.
 *
 * @param training what a full training takes, T; see {@link Clock}
 * @param spread the median over rows of each row's best value, less the best anywhere
 * @param finalSpread the same for last values
 * @param replicated whether rows have several curves, so that only their mean at the end counts
 */
record TableFacts(
    @JsonAlias("epochs") double training, double spread, double finalSpread, boolean replicated) {

  static TableFacts of(CurveTable table, Clock clock) {
    return new TableFacts(
        clock.training(table),
        table.facts().spread(),
        table.facts().finalSpread(),
        table.replicates() > 1);
  }
}
