/**
 * Provides a benchmark of what Thaw says of a study's future: its plan before the start, and its
 * forecasts while it runs.
 *
 * <p>{@link dev.thaw.benchmarks.outlook.RecordedStudies} searches tables of learning curves and
 * compares the best values that were forecast with those that came. {@link
 * dev.thaw.benchmarks.outlook.SimulatedStudies} runs studies whose truth ({@link
 * dev.thaw.benchmarks.outlook.TrueWorld}) is mostly not what the plan believes of it, and compares
 * the ends. Both count in a {@link dev.thaw.benchmarks.outlook.Coverage} how often an interval held
 * what came; {@link dev.thaw.benchmarks.outlook.OutlookBenchmark} is the program.
 */
@NullMarked
package dev.thaw.benchmarks.outlook;

import org.jspecify.annotations.NullMarked;
