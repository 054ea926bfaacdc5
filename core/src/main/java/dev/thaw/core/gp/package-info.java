/**
 * Provides exact Gaussian processes over a few thousand points, and the linear algebra they need.
 *
 * <p>In reading order: a {@link dev.thaw.core.gp.Kernel} is a family of {@link
 * dev.thaw.core.gp.Covariance} functions, one for each value of its {@link
 * dev.thaw.core.gp.Hyperparameter}s; together with a {@link dev.thaw.core.gp.Warping} of the
 * inputs, a constant mean and noise it makes a {@link dev.thaw.core.gp.GpModel}; a {@link
 * dev.thaw.core.gp.MapFit} chooses the hyperparameters for some {@link
 * dev.thaw.core.gp.Observations}; a {@link dev.thaw.core.gp.GaussianProcess} predicts with them,
 * and sees more as it comes. Below lie {@link dev.thaw.core.gp.Cholesky}, the factor of a
 * covariance matrix that follows its changes, and {@link dev.thaw.core.gp.Lbfgs}, which minimises a
 * smooth function in a box.
 *
 * <p>Everything here is sequential and the same on every machine, bit for bit. Hyperparameters
 * (called theta, most of them logarithms) are arrays in the order in which the model names them.
 * Nothing throws because of a number in the data: it reports what it could not use. The source, if
 * no other is named, is Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006.
 *
 * <pre>{@code
 * var kernel = Kernel.product(Kernel.scaled(Kernel.matern52(0, 1)), Kernel.freezeThawTime(2));
 * var model = new GpModel(kernel, Warping.of(0, 1));
 * var observations = Observations.of(points, targets);
 * double[] theta = MapFit.of(model, 40).fit(observations).theta();
 * GaussianProcess process = model.condition(theta, observations);
 * Normal prediction = process.predict(new double[] {0.5, 0.5, 81});
 * }</pre>
 */
@NullMarked
package dev.thaw.core.gp;

import org.jspecify.annotations.NullMarked;
