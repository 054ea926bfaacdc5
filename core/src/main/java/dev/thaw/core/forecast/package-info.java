/**
 * Provides what is to be expected of a study: before it begins, and while it runs.
 *
 * <p>In reading order: {@link dev.thaw.core.study.Left} says how much of its budget a study has
 * left, in seconds and in epochs. Before the start, a {@link dev.thaw.core.forecast.Prior} says
 * what is believed of the training; a {@link dev.thaw.core.forecast.Rehearsal} runs the decision
 * core through the whole study in virtual time, with training drawn from it; many of them are a
 * {@link dev.thaw.core.forecast.Plan}, whose figures are {@link dev.thaw.core.forecast.Quantiles}.
 * Nothing is trained for it. While a study runs, a {@link dev.thaw.core.forecast.Forecast} of its
 * state says which best value to expect, when it ends, and what more slots or more time would
 * bring. See docs/algorithms.md, "Plan and forecast", for the method and its limits.
 */
@NullMarked
package dev.thaw.core.forecast;

import org.jspecify.annotations.NullMarked;
