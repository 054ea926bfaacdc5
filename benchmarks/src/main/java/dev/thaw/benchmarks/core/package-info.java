/**
 * Provides the benchmarks of the decision core: reports and decisions per second against the number
 * of trials, and the memory of a finished trial.
 */
@NullMarked
package dev.thaw.benchmarks.core;

import org.jspecify.annotations.NullMarked;
