/**
 * Provides what was decided in a study, and why, in words.
 *
 * <p>{@link dev.thaw.app.why.DecisionRows} turns each step of a journal into {@link
 * dev.thaw.app.why.DecisionRow}s: a kind, a sentence, and the reason as data. {@link
 * dev.thaw.app.why.ReasonWords} has a sentence for every reason that the core can give, {@link
 * dev.thaw.app.why.FactWords} for every fact that has no reason of its own.
 *
 * <p>All of it is a pure function of the steps; nothing is looked up or guessed.
 */
@NullMarked
package dev.thaw.app.why;

import org.jspecify.annotations.NullMarked;
