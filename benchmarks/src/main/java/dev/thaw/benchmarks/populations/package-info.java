/**
 * Provides the benchmark of populations: weights and schedules that are found by population-based
 * training, against constant settings that are found by random search.
 *
 * <p>{@link dev.thaw.benchmarks.populations.PopulationsBenchmark} runs studies in virtual time with
 * the decisions of the engine; what their sessions report is trained for real ({@link
 * dev.thaw.benchmarks.populations.Trainings}). {@link dev.thaw.benchmarks.populations.Contest}
 * trains all that is compared with one seed, and {@link
 * dev.thaw.benchmarks.populations.PopulationsReport} compares.
 */
@NullMarked
package dev.thaw.benchmarks.populations;

import org.jspecify.annotations.NullMarked;
