package dev.thaw.core.simulation;

import dev.thaw.core.space.Configuration;

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
   */
  record Epoch(double value, double seconds) {}
}
