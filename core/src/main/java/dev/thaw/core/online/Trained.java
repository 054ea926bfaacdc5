package dev.thaw.core.online;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One epoch that was trained.
 *
 * @param from the epoch from whose state it started, below its own number; 0 is the untrained state
 * @param values the knobs' values during the epoch
 * @param value the objective at its end, anything
 * @param extras what else the trainer reported, by name
 */
public record Trained(
    int from, Map<String, Double> values, double value, Map<String, Double> extras) {

  /** Copies the maps. */
  public Trained {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
  }

  /**
   * Whether there is nothing in it to go on from: the objective is not finite, or an extra is not
   * that once was. A metric that is never finite is not defined, and says nothing.
   *
   * @param first the first epoch of the same trial
   */
  public boolean hasDiverged(Trained first) {
    return !Double.isFinite(value)
        || extras.entrySet().stream()
            .anyMatch(
                extra ->
                    !Double.isFinite(extra.getValue())
                        && Double.isFinite(
                            first.extras().getOrDefault(extra.getKey(), Double.NaN)));
  }
}
