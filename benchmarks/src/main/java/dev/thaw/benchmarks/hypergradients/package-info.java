/**
 * Provides the benchmark of trials that tune themselves: hypergradients by each way back, and one
 * warm model whose regularisation is annealed against new models for each weight decay. {@link
 * dev.thaw.benchmarks.hypergradients.HypergradientsBenchmark} is the command.
 */
@NullMarked
package dev.thaw.benchmarks.hypergradients;

import org.jspecify.annotations.NullMarked;
