/**
 * Provides acquisition functions: what an evaluation is worth, from the mean and the deviation of
 * its outcome.
 *
 * <p>{@link dev.thaw.core.acquisition.Acquisition} scores one outcome: expected improvement and its
 * logarithm, the probability of improvement, confidence bounds, and improvement per second with
 * cost cooling. {@link dev.thaw.core.acquisition.Remaining} scores what is left of a learning
 * curve. {@link dev.thaw.core.acquisition.Horizons} choose the epoch that decision number n asks
 * about, and {@link dev.thaw.core.acquisition.JointThompson} picks from joint draws of many curves.
 *
 * <p>Everywhere lower values are better, and higher scores. All are pure functions; horizons and
 * random numbers are inputs. A NaN among the inputs gives the worst score, never a NaN.
 */
@NullMarked
package dev.thaw.core.acquisition;

import org.jspecify.annotations.NullMarked;
