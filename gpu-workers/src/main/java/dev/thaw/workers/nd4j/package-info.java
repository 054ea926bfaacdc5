/**
 * Provides a small neural network on ND4J that can stop after any epoch and go on later, bit for
 * bit as if it had never stopped.
 *
 * <p>In reading order: {@link dev.thaw.workers.nd4j.MlpSettings} says what to build and how to
 * train it, with one of the {@link dev.thaw.workers.nd4j.Optimizer}s; {@link
 * dev.thaw.workers.nd4j.Samples} are rows of sparse features with a class each; an {@link
 * dev.thaw.workers.nd4j.MlpClassifier} trains on them epoch by epoch, is measured by a {@link
 * dev.thaw.workers.nd4j.Score}, and writes its state to a folder and reads it back. Along an {@link
 * dev.thaw.workers.nd4j.Annealing} weight decay, dropout and batch size change from epoch to epoch,
 * each epoch having its {@link dev.thaw.workers.nd4j.Regime}. A {@link
 * dev.thaw.workers.nd4j.DifferentiableMlp} is the same network, of {@link
 * dev.thaw.workers.nd4j.HiddenUnit}s of some kind, as a function that can be differentiated twice.
 *
 * <p>How the exactness comes about: every random number is a function of the seed, its purpose and
 * the epoch ({@link dev.thaw.workers.nd4j.Draws}), never of a stream that lives longer than an
 * epoch; all state lives in a few flat arrays that are written as they are; and whatever belongs to
 * one network belongs to no other, so that several train side by side in one process. ND4J's own
 * random generator is not used at all. Exactness holds on one kind of processor with the same
 * libraries and with one OpenMP thread: start the process with {@code OMP_NUM_THREADS=1}, which is
 * also several times faster for networks of this size.
 *
 * <p>The first use in a process takes some seconds, and the very first on a machine unpacks ND4J's
 * machine code below the home folder; the system property {@code org.bytedeco.javacpp.cachedir}
 * puts it elsewhere.
 */
@NullMarked
package dev.thaw.workers.nd4j;

import org.jspecify.annotations.NullMarked;
