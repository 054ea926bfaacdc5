/**
 * Provides rungs, brackets and the schedules that are built from them: successive halving,
 * Hyperband and ASHA, with promotion of paused trials or with early stopping.
 *
 * <p>In reading order: a {@link dev.thaw.core.bracket.Ladder} is the sequence of epochs at which
 * trials are compared; a {@link dev.thaw.core.bracket.Rung} holds the {@link
 * dev.thaw.core.bracket.Standing}s of the trials that reached one of those epochs; a {@link
 * dev.thaw.core.bracket.Bracket} is a stack of rungs that trials climb, laid out by a {@link
 * dev.thaw.core.bracket.BracketPlan}; a {@link dev.thaw.core.bracket.Scheduler} says which plans a
 * study opens. Whoever is promotable is answered by {@link
 * dev.thaw.core.bracket.Bracket#bestPromotable}; nothing here knows of slots, time or models.
 *
 * <p>Scores are minimised throughout; ties go to the smaller trial number. Sources: Li et al.,
 * "Hyperband", JMLR 18(185), 2018, Algorithm 1; Li et al., "A System for Massively Parallel
 * Hyperparameter Tuning", MLSys 2020, Algorithm 2 (ASHA).
 */
@NullMarked
package dev.thaw.core.bracket;

import org.jspecify.annotations.NullMarked;
