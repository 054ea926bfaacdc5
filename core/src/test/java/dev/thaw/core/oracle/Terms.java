package dev.thaw.core.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a study was asked to do, on paper.
 *
 * @param rule who is promoted
 * @param sweep the brackets, in the order in which they are opened
 * @param repeats whether they are opened again and again; otherwise all are open from the start
 * @param stopping whether who is not promoted at once is stopped for good
 * @param trials how many trials may be begun; null without limit
 * @param epochs how many epochs may be trained; null without limit
 */
record Terms(
    PromotionOracle rule,
    List<Layout> sweep,
    boolean repeats,
    boolean stopping,
    @Nullable Integer trials,
    @Nullable Long epochs) {

  Layout layout(int bracket) {
    return sweep.get(repeats ? bracket % sweep.size() : bracket);
  }
}
