/**
 * Provides the benchmark of search: policies on tables of learning curves, with any number of
 * workers and seeds, beside the runs of other tools.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.search.SearchBenchmark} is the command; a {@link
 * dev.thaw.benchmarks.search.Campaign} makes the runs that are missing and appends them to a {@link
 * dev.thaw.benchmarks.search.RunFile}; a {@link dev.thaw.benchmarks.search.Scorer} turns a {@link
 * dev.thaw.benchmarks.search.LoggedRun} into normalised regrets, one for each {@link
 * dev.thaw.benchmarks.search.Metric}; an {@link dev.thaw.benchmarks.search.Arena} holds the runs
 * that may be compared; {@link dev.thaw.benchmarks.search.Findings} makes tables and drawings of
 * it, which a {@link dev.thaw.benchmarks.search.Report} writes as HTML and Markdown.
 */
@NullMarked
package dev.thaw.benchmarks.search;

import org.jspecify.annotations.NullMarked;
