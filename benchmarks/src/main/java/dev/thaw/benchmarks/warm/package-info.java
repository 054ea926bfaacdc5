/**
 * Measures what results of an earlier study are worth to the next one: {@link
 * dev.thaw.benchmarks.warm.WarmBenchmark}.
 */
@NullMarked
package dev.thaw.benchmarks.warm;

import org.jspecify.annotations.NullMarked;
