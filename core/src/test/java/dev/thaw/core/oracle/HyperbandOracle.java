package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Hyperband: Li et al. 2018, "Hyperband: A Novel Bandit-Based Approach to Hyperparameter
 * Optimization", Algorithm 1, lines 1 to 4: brackets s = s_max ... 0 of n = ceil(B / R eta^s / (s +
 * 1)) trials with B = (s_max + 1) R.
 */
final class HyperbandOracle {

  private HyperbandOracle() {}

  /**
   * The brackets of one sweep.
   *
   * @param whole whether n is floor((s_max + 1) / (s + 1)) eta^s instead, as in the preprint
   */
  static List<Layout> sweep(int min, int max, int eta, boolean whole) {
    List<Integer> levels = Layout.levels(min, max, eta);
    int most = levels.size() - 1;
    List<Layout> sweep = new ArrayList<>();
    for (int s = most; s >= 0; s--) {
      int trials = trials(most, s, eta, whole);
      List<Integer> part = levels.subList(most - s, levels.size());
      sweep.add(SuccessiveHalvingOracle.layout(part, eta, trials));
    }
    return sweep;
  }

  private static int trials(int most, int s, int eta, boolean whole) {
    double power = Math.pow(eta, s);
    return whole
        ? (int) (Math.floor((most + 1.0) / (s + 1)) * power)
        : (int) Math.ceil((most + 1) * power / (s + 1) - 1e-9);
  }
}
