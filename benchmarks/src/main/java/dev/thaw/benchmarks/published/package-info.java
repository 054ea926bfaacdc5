/**
 * Provides what asks for figures that others have published, where no other benchmark does:
 * docs/published.md lists them all.
 *
 * <p>{@link dev.thaw.benchmarks.published.PublishedBenchmark} has a command for each: how many
 * times as soon one search is where another gets ({@link dev.thaw.benchmarks.published.Speedup},
 * from the runs of the search benchmark), what many workers are worth to ASHA, what a rule saves
 * that stops trials which will hardly win, and when to stop a search that costs.
 */
@NullMarked
package dev.thaw.benchmarks.published;

import org.jspecify.annotations.NullMarked;
