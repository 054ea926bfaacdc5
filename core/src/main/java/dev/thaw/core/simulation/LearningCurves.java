package dev.thaw.core.simulation;

import dev.thaw.core.space.Configuration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What training yields, as a pure function. */
@FunctionalInterface
public interface LearningCurves {

  /**
   * One epoch of one trial.
   *
   * @param configuration the trial's configuration
   * @param seed the trial's seed
   * @param epoch the epoch, from 1
   */
  Epoch at(Configuration configuration, long seed, int epoch);

  /**
   * What an epoch yields.
   *
   * @param value the objective; may be NaN or infinite
   * @param seconds how long the epoch takes, more than 0
   * @param processorSeconds how long processors work for it; null if nobody measures that
   * @param metrics what is reported beside the objective, by name
   */
  record Epoch(
      double value,
      double seconds,
      @Nullable Double processorSeconds,
      Map<String, Double> metrics) {

    /** An epoch that yields nothing but the objective. */
    public Epoch(double value, double seconds, @Nullable Double processorSeconds) {
      this(value, seconds, processorSeconds, Map.of());
    }

    /** An epoch for which nobody measures the time of processors. */
    public Epoch(double value, double seconds) {
      this(value, seconds, null, Map.of());
    }
  }
}
