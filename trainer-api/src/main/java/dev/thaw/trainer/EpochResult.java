package dev.thaw.trainer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one epoch yielded.
 *
 * @param metrics metrics by name, the study's objective among them; a value that is NaN or infinite
 *     fails the trial if it is the objective, and is kept as it is otherwise
 */
public record EpochResult(Map<String, Double> metrics) {

  public EpochResult {
    metrics.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "the name of a metric");
          Objects.requireNonNull(value, () -> "the value of metric (" + name + ")");
        });
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** The result with a single metric. */
  public static EpochResult of(String metric, double value) {
    return new EpochResult(Map.of(metric, value));
  }
}
