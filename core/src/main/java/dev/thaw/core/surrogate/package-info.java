/**
 * Provides forecasts of learning curves: a freeze-thaw Gaussian process over all trials of a study,
 * and what a trial costs.
 *
 * <p>An {@link dev.thaw.core.surrogate.OutputTransform} makes objective values comparable: lower is
 * better, and their spread is about one. {@link dev.thaw.core.surrogate.CurveData} is one trial
 * after that. A {@link dev.thaw.core.surrogate.CurveModel} holds many of them under {@link
 * dev.thaw.core.surrogate.CurveHyperparameters}, takes in one epoch after another, and predicts any
 * epoch of any curve, known or new; {@link dev.thaw.core.surrogate.Candidates} are points that it
 * is asked about again and again. {@link dev.thaw.core.surrogate.CurveFit} finds the
 * hyperparameters. An {@link dev.thaw.core.surrogate.Outlook} makes of a prediction what users are
 * shown. A {@link dev.thaw.core.surrogate.CostModel} predicts seconds for each epoch.
 *
 * <pre>{@code
 * var fit = CurveFit.first().fit(CurveHyperparameters.initial(d, 1), curves);
 * var model = CurveModel.build(fit.hyperparameters(), curves);
 * model.observe(trial, epoch, value);
 * Prediction end = model.predict(trial, lastEpoch);
 * double[] means = model.means(candidates, lastEpoch);
 * }</pre>
 *
 * <p>The model is exact: it is the Gaussian process of Swersky, Snoek and Adams, "Freeze-thaw
 * Bayesian optimization" (arXiv:1406.3896), with up to three bases over time instead of one.
 * Whatever the data, nothing here throws because of them: values that cannot be used are dropped
 * and counted, and a model that cannot be factored predicts its prior and says so.
 */
@NullMarked
package dev.thaw.core.surrogate;

import org.jspecify.annotations.NullMarked;
