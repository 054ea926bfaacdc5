package dev.thaw.core.gp;

import java.util.Arrays;
import java.util.List;

/**
 * A search for the hyperparameters that are most probable given the observations: the evidence
 * times the priors, within the bounds (maximum a posteriori; Rasmussen and Williams 2006, 5.2).
 *
 * @param model whose hyperparameters to fit
 * @param hyperparameters their priors, in the order of the model
 * @param search how to look
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record MapFit(GpModel model, List<Hyperparameter> hyperparameters, Lbfgs search) {

  /** Copies the priors and checks their number. */
  public MapFit {
    hyperparameters = List.copyOf(hyperparameters);
    int count = model.hyperparameters().size();
    if (hyperparameters.size() != count) {
      throw new IllegalArgumentException(
          "hyperparameters (%d) must be as many as the model's (%d)."
              .formatted(hyperparameters.size(), count));
    }
  }

  /** Returns a fit with the model's own priors and a number of iterations. */
  public static MapFit of(GpModel model, int iterations) {
    return new MapFit(model, model.hyperparameters(), Lbfgs.withIterations(iterations));
  }

  /**
   * The outcome of a fit.
   *
   * @param theta the best hyperparameters found, always within their bounds and finite
   * @param logPosterior the logarithm of evidence times priors there; NaN if no start has any
   * @param evaluations how often evidence and gradient were computed, over all starts
   * @param end how the search from the best start ended
   */
  public record Fit(double[] theta, double logPosterior, int evaluations, Lbfgs.End end) {}

  /**
   * Returns the best of the searches from some starts, the first of them on ties. Without a usable
   * start the prior means are returned.
   *
   * @param starts such as the last fit, for a warm start; none for the prior means
   */
  public Fit fit(Observations observations, double[]... starts) {
    double[] lower = hyperparameters.stream().mapToDouble(Hyperparameter::lower).toArray();
    double[] upper = hyperparameters.stream().mapToDouble(Hyperparameter::upper).toArray();
    double[] means = hyperparameters.stream().mapToDouble(Hyperparameter::mean).toArray();
    var best = new Fit(means, Double.NaN, 0, Lbfgs.End.INVALID_START);
    int evaluations = 0;
    for (double[] start : starts.length > 0 ? starts : new double[][] {means}) {
      Lbfgs.Minimum found =
          search.minimise(
              (theta, gradient) -> negativeLogPosterior(theta, observations, gradient),
              start,
              lower,
              upper);
      evaluations += found.evaluations();
      if (found.end() != Lbfgs.End.INVALID_START && !(-found.value() <= best.logPosterior)) {
        best = new Fit(found.point(), -found.value(), 0, found.end());
      }
    }
    return new Fit(best.theta, best.logPosterior, evaluations, best.end);
  }

  private double negativeLogPosterior(
      double[] theta, Observations observations, double[] gradient) {
    double posterior = model.logEvidence(theta, observations, gradient);
    for (int i = 0; i < theta.length; i++) {
      posterior += hyperparameters.get(i).logDensity(theta[i]);
      gradient[i] += hyperparameters.get(i).slope(theta[i]);
    }
    Arrays.setAll(gradient, i -> -gradient[i]);
    return -posterior;
  }
}
