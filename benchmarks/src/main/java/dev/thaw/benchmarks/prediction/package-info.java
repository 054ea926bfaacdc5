/**
 * Provides the benchmark of forecasts: how well the end of a learning curve is foretold from its
 * beginning, and whether the intervals that are shown hold what they say.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.prediction.PredictionBenchmark} is the command; a
 * {@link dev.thaw.benchmarks.prediction.Context} is what a study knows at some moment, drawn by
 * {@link dev.thaw.benchmarks.prediction.RandomContexts} or met by the policy itself in {@link
 * dev.thaw.benchmarks.prediction.PolicyContexts}; a {@link
 * dev.thaw.benchmarks.prediction.Predictor} makes a {@link dev.thaw.benchmarks.prediction.Forecast}
 * of each {@link dev.thaw.benchmarks.prediction.Target}; a {@link
 * dev.thaw.benchmarks.prediction.Tally} scores them, and a {@link
 * dev.thaw.benchmarks.prediction.PredictionReport} lays the scores out.
 *
 * <p>All values are in the units of the model, which each context makes from what it has seen, and
 * what is foretold is what would be observed, noise included.
 */
@NullMarked
package dev.thaw.benchmarks.prediction;

import org.jspecify.annotations.NullMarked;
