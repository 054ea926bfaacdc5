/**
 * Provides the benchmark of controllers: rules that change learning rates, momentum or betas
 * between the epochs of a trial.
 *
 * <p>{@link dev.thaw.benchmarks.online.OnlineBenchmark} trains small networks under each {@link
 * dev.thaw.benchmarks.online.Arm}, in the session that studies use too, and writes down what became
 * of each epoch ({@link dev.thaw.benchmarks.online.Run}); {@link
 * dev.thaw.benchmarks.online.OnlineReport} compares them with a schedule that was tuned by hand.
 * {@link dev.thaw.benchmarks.online.Halving} searches over several trainings instead. The images'
 * network is {@link dev.thaw.benchmarks.online.ImageTrainer}; the other one is the bundled trainer.
 */
@NullMarked
package dev.thaw.benchmarks.online;

import org.jspecify.annotations.NullMarked;
