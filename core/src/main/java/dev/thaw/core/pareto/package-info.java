/**
 * Provides what several objectives at once need: who is better than whom, and by how much.
 *
 * <p>In reading order: an {@link dev.thaw.core.pareto.Outcome} is what one trial showed, in scores
 * that are all minimised, and by how much it breaks its limits; {@link
 * dev.thaw.core.pareto.Domination} says which of two points is better without doubt, and sorts many
 * into fronts; {@link dev.thaw.core.pareto.Spread} orders the points of one front so that any first
 * part of it covers the front; {@link dev.thaw.core.pareto.Order} puts both together into a ranking
 * of outcomes, the one by which rungs promote. {@link dev.thaw.core.pareto.Hypervolume} measures
 * what a front dominates, {@link dev.thaw.core.pareto.HypervolumeImprovement} what another point is
 * expected to add, and {@link dev.thaw.core.pareto.Chebyshev} makes one score of several.
 *
 * <p>Everywhere lower is better. A NaN counts as positive infinity, the worst there is; two that
 * are equally bad tie. Ties that are left go to the smaller index, so that every result is a
 * function of its arguments, bit for bit.
 *
 * <p>Sources: Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic
 * algorithm: NSGA-II", 2002; Schmucker, Donini, Zafar, Salinas and Archambeau, "Multi-objective
 * asynchronous successive halving", 2021; Knowles, "ParEGO", 2006; Emmerich, Deutz and Klinkenberg,
 * "Hypervolume-based expected improvement", 2011.
 */
@NullMarked
package dev.thaw.core.pareto;

import org.jspecify.annotations.NullMarked;
