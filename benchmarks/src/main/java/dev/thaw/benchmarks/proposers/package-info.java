/**
 * Provides the benchmarks of proposers on made-up problems: nineteen parameters, configurations one
 * after the other by each rule that learns from results, and whole studies of 42.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.proposers.NineteenParameters} is a problem, and
 * {@link dev.thaw.benchmarks.proposers.ProposersBenchmark} its command; {@link
 * dev.thaw.benchmarks.proposers.FortyParameters} is the other, and {@link
 * dev.thaw.benchmarks.proposers.FortyBenchmark} its command.
 */
@NullMarked
package dev.thaw.benchmarks.proposers;

import org.jspecify.annotations.NullMarked;
