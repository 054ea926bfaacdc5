/**
 * Provides what a race of configurations over folds decides by: tests of ranks.
 *
 * <p>In reading order: {@link dev.thaw.core.race.FoldScores} are what one rival showed on each fold
 * by itself; {@link dev.thaw.core.race.RankTests} asks whether rivals that met the same folds
 * differ at all, and which are worse than the best; {@link dev.thaw.core.race.Verdict} is the
 * answer, and {@link dev.thaw.core.race.Judgement} what it says of one rival, as data.
 *
 * <p>Everywhere lower is better. Values that tie share the mean of their ranks. Nothing is
 * significant between rivals that tie on every fold, and the best by rank sum is never worse than
 * anybody.
 *
 * <p>Sources: Maron and Moore, "Hoeffding races", 1994 (the idea, with another test); Birattari,
 * Stuetzle, Paquete and Varrentrapp, "A racing algorithm for configuring metaheuristics", GECCO
 * 2002 (F-race); Lopez-Ibanez et al., "The irace package", 2016; Conover, "Practical nonparametric
 * statistics", 3rd edition 1999, sections 5.7 and 5.8 (the tests).
 */
@NullMarked
package dev.thaw.core.race;

import org.jspecify.annotations.NullMarked;
