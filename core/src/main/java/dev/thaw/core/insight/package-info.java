/**
 * Provides what a study teaches once it has run: what its time was spent on, which hyperparameters
 * mattered, which of its decisions deserve a second look, and what to do better next time.
 *
 * <p>In reading order: a {@link dev.thaw.core.insight.NightReader} folds the steps of a journal
 * into a {@link dev.thaw.core.insight.Night}, whose {@link dev.thaw.core.insight.Ledger} says to
 * the nanosecond what every slot did. {@link dev.thaw.core.insight.Contender}s are the winner and
 * those who come close, as far as {@link dev.thaw.core.insight.Noise} lets one tell. {@link
 * dev.thaw.core.insight.Importance} says how much of the difference between trials each
 * hyperparameter explains, and {@link dev.thaw.core.insight.Settling} when each of them was
 * settled, while the fidelity grew. {@link dev.thaw.core.insight.Lesson}s are the advice, and
 * {@link dev.thaw.core.insight.SecondLook}s the decisions to look at again.
 *
 * <p>Everything is a pure function of a {@link dev.thaw.core.study.StudyState} and the steps that
 * led to it. Whatever the data is too thin for is left out: nothing is ever invented.
 */
@NullMarked
package dev.thaw.core.insight;

import org.jspecify.annotations.NullMarked;
