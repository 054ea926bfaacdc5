package dev.thaw.core.oracle;

import java.util.List;

/** Says which trials of a rung may be promoted. */
interface PromotionOracle {

  /**
   * The trials that may be promoted now, the best first.
   *
   * @param closed whether no further trial will be created
   */
  List<Integer> promotable(History history, int bracket, Layout layout, int rung, boolean closed);
}
