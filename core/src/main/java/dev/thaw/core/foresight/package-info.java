/**
 * Provides the advisers of guided studies: what to continue, what to thaw, and what to start.
 *
 * <p>A study asks an {@link dev.thaw.core.foresight.Adviser} whenever a slot waits for a decision,
 * and gets an {@link dev.thaw.core.study.Advice}: proposals, best first, each with its evidence.
 * What the study does with it is decided in {@link dev.thaw.core.study}.
 *
 * <p>In reading order: {@code ThawAdviser} decides by what each {@code Candidate} is {@code Worth};
 * {@code CurveSurrogate} keeps a model of all curves up to date with the study, over {@link
 * dev.thaw.core.space.ModelInputs}; {@code Newcomers} finds configurations to start in a {@code
 * Pool} and among {@code Neighbours} of good ones; {@code ControlGroup} is who is ranked while no
 * trial stands out, and {@code Forecasts} says what is expected in the units of the objective, and
 * which trial to take. {@code CostSurrogate} follows what epochs cost, and {@link
 * dev.thaw.core.foresight.ParameterCosts} says which parameters make them dear. {@code
 * DensityAdviser}, {@code JointProcessAdviser} and {@code GreedyAdviser} are the rivals. What knows
 * no study belongs into {@link dev.thaw.core.surrogate}, {@link dev.thaw.core.gp} or {@link
 * dev.thaw.core.acquisition} instead.
 */
@NullMarked
package dev.thaw.core.foresight;

import org.jspecify.annotations.NullMarked;
