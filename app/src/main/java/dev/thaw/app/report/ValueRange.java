package dev.thaw.app.report;

import dev.thaw.core.study.StudyState;
import java.util.Arrays;

/**
 * The objective values that a plot has room for: everything from the best down to the worst but for
 * the worst few, so that one diverged trial does not flatten all others.
 *
 * @param low the smallest
 * @param high the largest
 * @param outside how many values are beyond
 */
record ValueRange(double low, double high, int outside) {

  private static final double MARGIN = 0.04;

  /**
   * The range of some values.
   *
   * @param scores the values as scores, to be minimised; at least one; is sorted
   * @param kept the share of them that must be inside, in (0, 1]
   * @param include a score that must be inside too; NaN for none
   */
  static ValueRange of(StudyState state, double[] scores, double kept, double include) {
    Arrays.sort(scores);
    int last = (int) Math.ceil(kept * scores.length) - 1;
    double worst = scores[Math.clamp(last, 0, scores.length - 1)];
    worst = Double.isNaN(include) ? worst : Math.max(worst, include);
    int outside = 0;
    while (outside < scores.length && scores[scores.length - 1 - outside] > worst) {
      outside++;
    }
    double margin = MARGIN * (worst - scores[0]);
    var goal = state.spec().objective().goal();
    double one = goal.value(scores[0] - margin);
    double other = goal.value(worst + margin);
    return new ValueRange(Math.min(one, other), Math.max(one, other), outside);
  }

  /** What a caption says of the values beyond; empty if there are none. */
  String notice(String what) {
    return outside == 0 ? "" : " Not shown: the %d worst %s.".formatted(outside, what);
  }
}
