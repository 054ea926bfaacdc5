/**
 * Provides the benchmark of search in a continuous space: policies on a surrogate of real training,
 * which knows the learning curve of any configuration, so that no list of rows helps a policy.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.continuous.ContinuousBenchmark} is the command; a
 * {@link dev.thaw.benchmarks.continuous.SpaceFile} holds the search space and the instances; {@link
 * dev.thaw.benchmarks.continuous.NeuralCurves} asks the surrogate and a {@link
 * dev.thaw.benchmarks.continuous.CurveCache} remembers what it said; a {@link
 * dev.thaw.benchmarks.continuous.Reference} holds what a fixed list of configurations would reach,
 * the measure of all regrets; a {@link dev.thaw.benchmarks.continuous.ContinuousStudy} makes one
 * run, {@link dev.thaw.benchmarks.continuous.MeasuredRuns} keeps all of them, and {@link
 * dev.thaw.benchmarks.continuous.Regrets} measures them by the best that any of them met.
 *
 * <p>Only the Maven profile {@code continuous} compiles this package: it needs a library that is
 * larger than everything else together.
 */
@NullMarked
package dev.thaw.benchmarks.continuous;

import org.jspecify.annotations.NullMarked;
