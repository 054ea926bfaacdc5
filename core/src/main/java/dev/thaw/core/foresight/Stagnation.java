package dev.thaw.core.foresight;

import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;

/** For how many epochs, of all trials together, the best value has not become much better. */
final class Stagnation {

  private final double share;
  private double best = Double.POSITIVE_INFINITY;
  private long since;

  /**
   * Begins to watch.
   *
   * @param share the least improvement that counts, as a share of the best score's magnitude
   */
  Stagnation(double share) {
    this.share = share;
  }

  void follow(StudyState state) {
    Progress.Best newest = state.progress().best();
    if (newest != null) {
      double score = state.score(newest.value());
      if (best == Double.POSITIVE_INFINITY || score < best - share * Math.abs(best)) {
        best = score;
        since = state.progress().spending().allEpochs();
      }
    }
  }

  long epochs(StudyState state) {
    return state.progress().spending().allEpochs() - since;
  }
}
