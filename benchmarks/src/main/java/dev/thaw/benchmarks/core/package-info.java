/**
 * Provides the benchmarks of the decision core: reports and decisions per second against the number
 * of trials, the memory of a finished trial, and the time of the models behind advice and of advice
 * itself as a study grows.
 */
@NullMarked
package dev.thaw.benchmarks.core;

import org.jspecify.annotations.NullMarked;
