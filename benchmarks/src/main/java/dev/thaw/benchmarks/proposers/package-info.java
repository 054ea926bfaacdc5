/**
 * Provides the benchmark of proposers: configurations of a made-up problem of nineteen parameters,
 * one after the other, by each rule that learns from results.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.proposers.NineteenParameters} is the problem, and
 * {@link dev.thaw.benchmarks.proposers.ProposersBenchmark} the command.
 */
@NullMarked
package dev.thaw.benchmarks.proposers;

import org.jspecify.annotations.NullMarked;
