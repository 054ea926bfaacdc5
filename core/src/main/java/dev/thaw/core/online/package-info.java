/**
 * Provides controllers: rules that change some hyperparameters of a trial between its epochs.
 *
 * <p>In reading order: {@link dev.thaw.core.online.Knobs} are the parameters that may change; a
 * {@link dev.thaw.core.online.History} is what the trial has reported so far, one {@link
 * dev.thaw.core.online.Trained} for each epoch; a {@link dev.thaw.core.online.Controller} answers
 * it with a {@link dev.thaw.core.online.Step}: go on from here, or go back to the state after an
 * earlier epoch, with these values. {@link dev.thaw.core.online.Controllers} makes each of them by
 * the name that a study gives it.
 *
 * <p>The rules: {@link dev.thaw.core.online.Schedule}, a function of the epoch alone; {@link
 * dev.thaw.core.online.Hyperdyn}, which tries settings and keeps the better state, with its greedy
 * variants; {@link dev.thaw.core.online.RandomEpochs}, its rival that only draws; {@link
 * dev.thaw.core.online.HypergradientDescent} and {@link dev.thaw.core.online.Salera}, which read
 * what a trainer reports of its gradients, computed by {@link dev.thaw.core.online.GradientWatch}.
 *
 * <p>Controllers are pure: the same history gives the same step, bit for bit. So a trial that was
 * frozen goes on as if it had not been, if its history comes back with its weights. An epoch that
 * was trained counts, also if its outcome is thrown away.
 */
@NullMarked
package dev.thaw.core.online;

import org.jspecify.annotations.NullMarked;
