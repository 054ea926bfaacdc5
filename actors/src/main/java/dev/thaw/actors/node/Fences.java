package dev.thaw.actors.node;

import dev.thaw.actors.session.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The highest fence that was seen of each trial. Of the trials of a study that were seen last, that
 * is: fences of a study only grow, so that what is older than thousands of its leases is stale
 * whatever its trial. Confined to a node.
 */
final class Fences {

  /** Trials of one study that are remembered. */
  static final int TRIALS_MAX = 4_096;

  private static final class OfStudy {
    final Map<Integer, Long> highest = new HashMap<>();
    final TreeMap<Long, Integer> trialByFence = new TreeMap<>();
    long forgotten;

    boolean see(int trial, long fence) {
      if (fence <= Math.max(forgotten, highest.getOrDefault(trial, 0L))) {
        return false;
      }
      Long before = highest.put(trial, fence);
      if (before != null) {
        trialByFence.remove(before);
      }
      trialByFence.put(fence, trial);
      if (highest.size() > TRIALS_MAX) {
        Map.Entry<Long, Integer> oldest = trialByFence.pollFirstEntry();
        highest.remove(oldest.getValue());
        forgotten = oldest.getKey();
      }
      return true;
    }
  }

  private final Map<String, OfStudy> studies = new HashMap<>();

  /**
   * Forgets the trials of a study that has nothing here any more; all its leases are stale then.
   */
  void forget(String study) {
    OfStudy of = studies.get(study);
    if (of != null && !of.trialByFence.isEmpty()) {
      of.forgotten = of.trialByFence.lastKey();
      of.trialByFence.clear();
      of.highest.clear();
    }
  }

  /** Whether a fence is higher than all that were seen of its trial; from then on it was seen. */
  boolean see(SessionId id) {
    return studies.computeIfAbsent(id.study(), s -> new OfStudy()).see(id.trial(), id.fence());
  }
}
