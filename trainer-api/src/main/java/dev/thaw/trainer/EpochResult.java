package dev.thaw.trainer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one epoch yielded.
 *
 * @param metrics metrics by name, the study's objective among them; a value that is NaN or infinite
 *     fails the trial if it is the objective, and is kept as it is otherwise
 * @param processorSeconds how long processors worked for the epoch, all of them together, finite
 *     and at least 0; empty to have the worker measure the session's processes, or its thread
 */
public record EpochResult(Map<String, Double> metrics, OptionalDouble processorSeconds) {

  public EpochResult {
    if (processorSeconds.isPresent()
        && !(processorSeconds.getAsDouble() >= 0
            && processorSeconds.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "processorSeconds (%s) must be finite and at least 0."
              .formatted(processorSeconds.getAsDouble()));
    }
    metrics.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "the name of a metric");
          Objects.requireNonNull(value, () -> "the value of metric (" + name + ")");
        });
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** A result for which the worker measures the time of processors. */
  public EpochResult(Map<String, Double> metrics) {
    this(metrics, OptionalDouble.empty());
  }

  /** The result with a single metric. */
  public static EpochResult of(String metric, double value) {
    return new EpochResult(Map.of(metric, value));
  }
}
