package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Lbfgs;
import java.util.List;

/**
 * A search for the most probable hyperparameters of some curves, by L-BFGS with exact gradients.
 *
 * <p>Deterministic: the same curves, start and settings give the same bits. It never throws because
 * of the data; a fit that finds nothing better returns its start and says why.
 *
 * @param maxSteps the number of L-BFGS steps, at least 0
 * @param maxTrials the number of trials that it looks at, at least 1; see {@link Subset}
 */
public record CurveFit(int maxSteps, int maxTrials) {

  /** Checks the settings. */
  public CurveFit {
    if (maxSteps < 0 || maxTrials < 1) {
      throw new IllegalArgumentException(
          "maxSteps (%d) must be at least 0 and maxTrials (%d) at least 1."
              .formatted(maxSteps, maxTrials));
    }
  }

  /** Returns the fit of a new study: 25 steps on at most 80 trials. */
  public static CurveFit first() {
    return new CurveFit(25, 80);
  }

  /** Returns the fit that starts from an earlier one: 12 steps on at most 80 trials. */
  public static CurveFit warm() {
    return new CurveFit(12, 80);
  }

  /**
   * What a fit did.
   *
   * @param hyperparameters the best that it met, at least as probable as its start
   * @param before the log posterior density of the start, up to a constant; may be NaN
   * @param after the same of the result
   * @param trials the number of trials that it looked at
   * @param steps the number of accepted steps
   * @param evaluations how often it computed the evidence
   * @param end why it ended
   */
  public record Report(
      CurveHyperparameters hyperparameters,
      double before,
      double after,
      int trials,
      int steps,
      int evaluations,
      Lbfgs.End end) {}

  /** Returns the fit under the {@link CurvePriors#standard standard priors}. */
  public Report fit(CurveHyperparameters start, List<CurveData> curves) {
    return fit(start, curves, CurvePriors.standard(start.inputs(), start.bases()));
  }

  /**
   * Returns the most probable hyperparameters that {@link #maxSteps} steps from {@code start} find.
   *
   * @param priors of the same number of inputs and bases as {@code start}
   * @throws IllegalArgumentException if they are not
   */
  public Report fit(CurveHyperparameters start, List<CurveData> curves, CurvePriors priors) {
    if (!priors.fit(start)) {
      throw new IllegalArgumentException(
          "priors must be about %d inputs and %d bases.\nMaybe the search space has changed."
              .formatted(start.inputs(), start.bases()));
    }
    List<CurveData> chosen = Subset.of(curves, maxTrials).stream().map(curves::get).toList();
    Lbfgs.Objective objective =
        (point, gradient) -> negativeDensity(point, gradient, start.inputs(), chosen, priors);
    double before = -objective.at(clamp(start, priors), new double[start.vector().length]);
    Lbfgs.Minimum minimum =
        Lbfgs.withIterations(maxSteps)
            .minimise(objective, start.vector(), priors.lower(), priors.upper());
    CurveHyperparameters best = CurveHyperparameters.of(minimum.point(), start.inputs());
    return new Report(
        best,
        before,
        -minimum.value(),
        chosen.size(),
        minimum.iterations(),
        minimum.evaluations() + 1,
        minimum.end());
  }

  private static double[] clamp(CurveHyperparameters start, CurvePriors priors) {
    double[] vector = start.vector();
    double[] lower = priors.lower();
    double[] upper = priors.upper();
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Math.min(upper[i], Math.max(lower[i], vector[i]));
    }
    return vector;
  }

  private static double negativeDensity(
      double[] point, double[] gradient, int inputs, List<CurveData> curves, CurvePriors priors) {
    for (double number : point) {
      if (!Double.isFinite(number)) {
        return Double.NaN;
      }
    }
    CurveHyperparameters theta = CurveHyperparameters.of(point, inputs);
    double value = Evidence.at(theta, curves, gradient) + priors.logDensity(point, gradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return -value;
  }
}
