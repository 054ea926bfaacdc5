package dev.thaw.core.simulation;

import dev.thaw.core.space.Configuration;
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
   */
  record Epoch(double value, double seconds, @Nullable Double processorSeconds) {

    /** An epoch for which nobody measures the time of processors. */
    public Epoch(double value, double seconds) {
      this(value, seconds, null);
    }
  }
}
