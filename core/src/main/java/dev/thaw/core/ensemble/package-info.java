/**
 * Provides ensembles of models that are there already: which of them to average, and with what
 * weights, by their predictions for the same rows of validation data.
 *
 * <p>In reading order: {@link dev.thaw.core.ensemble.Library} holds the predictions of all models
 * and the truth; {@link dev.thaw.core.ensemble.RowLoss} says how bad a prediction is; {@link
 * dev.thaw.core.ensemble.GreedySelection} picks models one after the other, with replacement;
 * {@link dev.thaw.core.ensemble.Comparison} says on rows that were not selected by whether that was
 * worth it.
 *
 * <p>Source: Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries of
 * models", ICML 2004. Everything is a function of its arguments; draws come from seeds.
 */
@NullMarked
package dev.thaw.core.ensemble;

import org.jspecify.annotations.NullMarked;
