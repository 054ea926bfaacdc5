/**
 * Provides the benchmark of effective dimension: grid against random search where only some of the
 * parameters matter, as figures and as a picture.
 *
 * <p>In reading order: {@link dev.thaw.benchmarks.dimensions.Valley} is the problem, {@link
 * dev.thaw.benchmarks.dimensions.NineTrials} two studies of it, {@link
 * dev.thaw.benchmarks.dimensions.GridPicture} what they look like, and {@link
 * dev.thaw.benchmarks.dimensions.DimensionsBenchmark} the command.
 */
@NullMarked
package dev.thaw.benchmarks.dimensions;

import org.jspecify.annotations.NullMarked;
