package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Synchronous successive halving: Jamieson and Talwalkar 2016, "Non-stochastic Best Arm
 * Identification and Hyperparameter Optimization", Figure 3; in the form of Li et al. 2018,
 * Algorithm 1, lines 5 to 9: a rung is ranked when all have arrived who will.
 *
 * <p>As docs/algorithms.md says under "Whole rungs", who fails on the way counts as having arrived
 * last; who fails while it waits makes way for the next in rank.
 */
record SuccessiveHalvingOracle() implements PromotionOracle {

  /** Rung i holds floor(n / eta^i) trials (line 6), at least one. */
  static Layout layout(List<Integer> levels, int eta, int trials) {
    List<Integer> sizes = new ArrayList<>();
    for (int rung = 0; rung < levels.size(); rung++) {
      sizes.add(Math.max(1, (int) Math.floor(trials / Math.pow(eta, rung) + 1e-9)));
    }
    return new Layout(levels, sizes);
  }

  @Override
  public List<Integer> promotable(
      History history, int bracket, Layout layout, int rung, boolean closed) {
    List<Integer> able = new ArrayList<>();
    if (isComplete(history, bracket, layout, rung, closed)) {
      List<Integer> ranked = ranked(history, bracket, layout, rung);
      int size = layout.sizes().get(rung + 1);
      for (int trial : ranked.subList(0, Math.min(size, ranked.size()))) {
        if (!history.isPromoted(trial, bracket, rung)) {
          able.add(trial);
        }
      }
    }
    return able;
  }

  /** Whether everybody who will ever reach a rung has reached it, or was lost on the way. */
  private static boolean isComplete(
      History history, int bracket, Layout layout, int rung, boolean closed) {
    int level = layout.levels().get(rung);
    List<Integer> onTheirWay = new ArrayList<>();
    if (rung == 0) {
      onTheirWay.addAll(history.entered(bracket));
      if (!closed && onTheirWay.size() < layout.sizes().getFirst()) {
        return false;
      }
    } else {
      if (!isComplete(history, bracket, layout, rung - 1, closed)) {
        return false;
      }
      List<Integer> below = ranked(history, bracket, layout, rung - 1);
      onTheirWay.addAll(
          below.stream().filter(trial -> history.isPromoted(trial, bracket, rung - 1)).toList());
      if (onTheirWay.size() < Math.min(layout.sizes().get(rung), below.size())) {
        return false;
      }
    }
    List<Integer> there =
        history.arrived(bracket, level).stream().map(History.Entry::trial).toList();
    return onTheirWay.stream().allMatch(trial -> there.contains(trial) || history.isGone(trial));
  }

  /** Who arrived at a rung, without those who were lost while they waited in it. */
  private static List<Integer> ranked(History history, int bracket, Layout layout, int rung) {
    return history.arrived(bracket, layout.levels().get(rung)).stream()
        .map(History.Entry::trial)
        .filter(trial -> history.isPromoted(trial, bracket, rung) || !history.isGone(trial))
        .toList();
  }
}
