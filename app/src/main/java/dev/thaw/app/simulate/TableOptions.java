package dev.thaw.app.simulate;

import dev.thaw.core.curve.Goal;

/**
 * How the files of a table are to be read.
 *
 * @param goal whether less or more of the metric is better
 * @param skip how many epochs at the beginning of every curve do not count, at least 0
 * @param cumulative whether the seconds are running totals
 */
public record TableOptions(Goal goal, int skip, boolean cumulative) {

  public TableOptions {
    if (skip < 0) {
      throw new IllegalArgumentException("skip (%d) must be at least 0.".formatted(skip));
    }
  }
}
