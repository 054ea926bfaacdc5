/**
 * Provides real nights in miniature: studies of a few minutes with real training processes that
 * hang, die and straggle, judged by the journal and by a clock outside.
 *
 * <p>{@link dev.thaw.benchmarks.nights.NightPlan} draws a night from a seed, {@link
 * dev.thaw.benchmarks.nights.NightRun} runs it as a process of its own and looks at the clock, the
 * trainers write {@link dev.thaw.benchmarks.nights.Scripts} by theirs, {@link
 * dev.thaw.benchmarks.nights.JournalFigures} are what the journal says, and {@link
 * dev.thaw.benchmarks.nights.Judgement} compares all three. {@link
 * dev.thaw.benchmarks.nights.NightsBenchmark} runs a range of seeds.
 */
@NullMarked
package dev.thaw.benchmarks.nights;

import org.jspecify.annotations.NullMarked;
