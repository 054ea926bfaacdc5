/**
 * Provides the benchmark of races over folds, against asha over folds and all folds of everybody:
 * {@link dev.thaw.benchmarks.racing.RacingBenchmark} is the command. What the bundled trainer shows
 * on each fold is trained once; the studies are then decided over it by the product's own core.
 */
@NullMarked
package dev.thaw.benchmarks.racing;

import org.jspecify.annotations.NullMarked;
