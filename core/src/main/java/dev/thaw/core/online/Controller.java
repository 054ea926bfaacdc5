package dev.thaw.core.online;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides with which values a trial trains its next epoch, and from which state. A pure function of
 * the history: the same history gives the same step, bit for bit.
 */
public interface Controller {

  /**
   * Returns the next step.
   *
   * @throws MissingExtraException if the rule needs something that the trainer has not reported
   */
  Step next(History history);

  /**
   * Returns the epochs to whose states the coming step, or one after it, may go back. Epoch 0, the
   * untrained state, can always be had and is never among them. None by default.
   */
  default SortedSet<Integer> mayReturnTo(History history) {
    return new TreeSet<>();
  }
}
