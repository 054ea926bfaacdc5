/**
 * Provides gradients of the validation loss with respect to the hyperparameters of a training, so
 * that dozens of them can be tuned at once for the price of a few trainings.
 *
 * <p>In reading order: a {@link dev.thaw.workers.hypergradient.DifferentiableModel} is what is
 * trained: it knows its loss's gradient and the product of the loss's Hessian with a vector, and
 * nothing of hyperparameters. Its weights come in {@link
 * dev.thaw.workers.hypergradient.WeightGroup}s, such as layers. A {@link
 * dev.thaw.workers.hypergradient.TrainingRule} is gradient descent with momentum for a number of
 * steps; its {@link dev.thaw.workers.hypergradient.Hyperparameters} are a learning rate for each
 * group in each segment of the training, and a weight decay and a scale of the first weights for
 * each group, all of them as natural logarithms. {@link
 * dev.thaw.workers.hypergradient.Hypergradients} trains once and walks back, on one of the {@link
 * dev.thaw.workers.hypergradient.WayBack}s: exactly as it came (Maclaurin, Duvenaud and Adams 2015,
 * "Gradient-based hyperparameter optimization through reversible learning"), or on a straight line
 * (Fu et al. 2016, "DrMAD: distilling reverse-mode automatic differentiation for optimizing
 * hyperparameters of deep neural networks"). A {@link
 * dev.thaw.workers.hypergradient.HypergradientSession} makes a trial of it: an epoch trains once
 * and takes one step of Adam with the hyperparameters.
 *
 * <p>Vectors are Java arrays of doubles, and nothing here knows of ND4J, so that any model can be
 * tuned: {@link dev.thaw.workers.nd4j.DifferentiableMlp} is the one on ND4J. It lives beside the
 * trainers and not in the decision core, because it trains.
 */
@NullMarked
package dev.thaw.workers.hypergradient;

import org.jspecify.annotations.NullMarked;
