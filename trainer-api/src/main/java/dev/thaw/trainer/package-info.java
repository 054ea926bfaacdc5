/**
 * Provides the interface that a trainer implements, and nothing else.
 *
 * <p>In reading order: a {@link dev.thaw.trainer.Trainer} is found by its name through {@link
 * java.util.ServiceLoader}; it opens one {@link dev.thaw.trainer.TrainingSession} for each lease of
 * a trial, from a {@link dev.thaw.trainer.TrialSetup}, which names the {@link
 * dev.thaw.trainer.TrainingSlot} where it trains; the session trains epoch by epoch, returns an
 * {@link dev.thaw.trainer.EpochResult} after each, and writes everything that it needs to go on
 * later into a folder, which comes back as a {@link dev.thaw.trainer.Checkpoint}.
 *
 * <p>The one promise that a trainer makes: a session that was resumed from a checkpoint goes on
 * exactly as if it had never been interrupted. Model, optimiser state and data order are part of a
 * checkpoint; randomness is drawn from the trial's seed and the epoch number alone.
 *
 * <pre>{@code
 * public final class MyTrainer implements Trainer {
 *   public String name() { return "mine"; }
 *   public TrainingSession open(TrialSetup setup) { return new MySession(setup); }
 * }
 * // META-INF/services/dev.thaw.trainer.Trainer names MyTrainer; a study says  trainer: {name: mine}
 * }</pre>
 */
@NullMarked
package dev.thaw.trainer;

import org.jspecify.annotations.NullMarked;
