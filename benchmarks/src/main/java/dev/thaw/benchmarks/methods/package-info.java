/**
 * Provides the benchmark of methods: fixed full trainings, stages, evaluations that are cut off and
 * taken for final, and evaluations that are cut off and taken for what they are, at equal seconds.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.methods.MethodsBenchmark} is the command, which
 * lets the benchmark of search make the runs; a {@link dev.thaw.benchmarks.methods.BlackBoxAdviser}
 * stands for the methods that no scheduler of a study is; {@link
 * dev.thaw.benchmarks.methods.Chosen} says what the runs chose, with an {@link
 * dev.thaw.benchmarks.methods.Interval} for each figure.
 */
@NullMarked
package dev.thaw.benchmarks.methods;

import org.jspecify.annotations.NullMarked;
