package dev.thaw.core.online;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a trial goes on: which state its next epoch starts from, and with which values. */
public sealed interface Step {

  /** The values of all knobs during the next epoch, in the order of the knobs. */
  Map<String, Double> values();

  /** The next epoch starts from the state after the last one. */
  record Continue(Map<String, Double> values) implements Step {
    /** Copies the values. */
    public Continue {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * The next epoch starts from an earlier state, and what was trained since is thrown away.
   *
   * @param toEpoch the epoch after which the state was as wanted; 0 is the untrained state
   */
  record Backtrack(int toEpoch, Map<String, Double> values) implements Step {
    /** Copies the values. */
    public Backtrack {
      if (toEpoch < 0) {
        throw new IllegalArgumentException("toEpoch (%d) must be at least 0.".formatted(toEpoch));
      }
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** From an epoch's state, which is that of the last one if there is nothing to throw away. */
  static Step from(int epoch, History history, Map<String, Double> values) {
    return epoch == history.size() ? new Continue(values) : new Backtrack(epoch, values);
  }
}
