/**
 * Provides learning curves: what a trial reported after each of its epochs.
 *
 * <p>A {@link dev.thaw.core.curve.Goal} says whether smaller or larger objective values are better;
 * a {@link dev.thaw.core.curve.Curve} holds one objective value and one duration for each of the
 * epochs 1 to n. Curves are immutable and grow only at their end, so that a curve seen once is a
 * prefix of every later one of the same trial.
 */
@NullMarked
package dev.thaw.core.curve;

import org.jspecify.annotations.NullMarked;
