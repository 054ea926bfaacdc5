package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Asynchronous successive halving: Li et al. 2020, "A System for Massively Parallel Hyperparameter
 * Tuning", Algorithm 2, lines 13 to 18: of the best floor(n / eta) of a rung, those that were not
 * promoted yet.
 *
 * @param eta the reduction factor
 * @param rule how many of a rung may be promoted
 */
record AshaOracle(int eta, Rule rule) implements PromotionOracle {

  /** The rules of docs/algorithms.md, "Promotion from a rung that is still filling". */
  enum Rule {
    PAPER,
    QUANTILE,
    DELAYED
  }

  @Override
  public List<Integer> promotable(
      History history, int bracket, Layout layout, int rung, boolean closed) {
    List<Integer> able = new ArrayList<>();
    List<History.Entry> arrived = history.arrived(bracket, layout.levels().get(rung));
    int quota = quota(history, bracket, rung, arrived);
    for (History.Entry entry : arrived.subList(0, Math.min(quota, arrived.size()))) {
      if (!history.isPromoted(entry.trial(), bracket, rung) && !history.isGone(entry.trial())) {
        able.add(entry.trial());
      }
    }
    return able;
  }

  /** Whether a trial that has just arrived goes on where others are stopped: section 3. */
  boolean survives(History history, int bracket, int level, int rung, int trial) {
    List<History.Entry> arrived = history.arrived(bracket, level);
    int quota = Math.max(1, quota(history, bracket, rung, arrived));
    return arrived.stream().limit(quota).anyMatch(entry -> entry.trial() == trial);
  }

  private int quota(History history, int bracket, int rung, List<History.Entry> arrived) {
    int count = arrived.size();
    return switch (rule) {
      case PAPER -> count / eta;
      case DELAYED -> (history.promoted(bracket, rung) + 1) * eta <= count ? count / eta : 0;
      case QUANTILE -> count < 2 ? 0 : atOrBelowQuantile(arrived);
    };
  }

  private int atOrBelowQuantile(List<History.Entry> arrived) {
    double place = 1.0 / eta * (arrived.size() - 1);
    int below = (int) place;
    double low = arrived.get(below).score();
    double high = arrived.get(Math.min(below + 1, arrived.size() - 1)).score();
    double cutoff = low + (place - below) * (high - low);
    return (int) arrived.stream().filter(entry -> entry.score() <= cutoff).count();
  }
}
