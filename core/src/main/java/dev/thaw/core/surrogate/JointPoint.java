package dev.thaw.core.surrogate;

import org.jspecify.annotations.Nullable;

/** One point of a joint prediction, whitened so that a covariance is a few inner products. */
final class JointPoint {
  private final Query query;
  private final @Nullable TrialState state;
  private final double[] scaled;
  private final Horizon horizon;
  private final double[] phi;
  private final double mean;
  private final double[] solved;
  private final double[] believed;

  private JointPoint(
      Query query, @Nullable TrialState state, Place place, Coupling coupling, Beliefs beliefs) {
    this.query = query;
    this.state = state;
    this.scaled = place.scaled;
    this.mean = place.mean;
    int n = state == null ? 0 : state.believed();
    this.horizon = place.factor.horizon(query.epoch(), n);
    this.phi = horizon.bases(n);
    this.solved = coupling.rows().column(place.kernel, phi);
    coupling.factor().forwardSolve(solved);
    this.believed = new double[beliefs.size()];
    for (int i = 0; i < believed.length; i++) {
      believed[i] = beliefs.apply(i, coupling, place.kernel, phi);
    }
  }

  /** Where a curve lies, and what its configuration alone says. */
  private static final class Place {
    private final double[] scaled;
    private final double[] kernel;
    private final TimeFactor factor;
    private final double mean;

    Place(double[] scaled, double[] kernel, TimeFactor factor, double mean) {
      this.scaled = scaled;
      this.kernel = kernel;
      this.factor = factor;
      this.mean = mean;
    }
  }

  static JointPoint of(Query query, Trials trials, Coupling coupling, Beliefs beliefs) {
    return switch (query) {
      case Query.Known(int trial, double epoch) -> {
        TrialState state = trials.get(trial);
        double mean = CurveModel.mean(trials, coupling, trial, epoch);
        Place place = new Place(state.scaled(), trials.kernelRow(trial), state.factor(), mean);
        yield new JointPoint(query, state, place, coupling, beliefs);
      }
      case Query.Fresh(Candidates candidates, int index, double epoch) -> {
        candidates.attach(trials);
        double[] kernel = candidates.kernel(index);
        double[] weights = coupling.meanWeights(trials.shared().horizon(epoch, 0).bases(0));
        double mean = trials.meanCurve(epoch) + TimeFactor.dot(weights, kernel, weights.length);
        Place place = new Place(candidates.scaled(index), kernel, trials.shared(), mean);
        yield new JointPoint(query, null, place, coupling, beliefs);
      }
    };
  }

  double mean() {
    return mean;
  }

  double covariance(JointPoint other, Trials trials, Coupling coupling) {
    double prior =
        Matern.at(scaled, other.scaled) * coupling.rows().priorCovariance(phi, other.phi);
    double explained =
        TimeFactor.dot(solved, other.solved, solved.length)
            + TimeFactor.dot(believed, other.believed, believed.length);
    return prior - explained + (isSameCurve(other) ? own(other, trials) : 0);
  }

  private boolean isSameCurve(JointPoint other) {
    return switch (query) {
      case Query.Known(int trial, double _) ->
          other.query instanceof Query.Known(int otherTrial, double _) && trial == otherTrial;
      case Query.Fresh(Candidates candidates, int index, double _) ->
          other.query instanceof Query.Fresh(Candidates others, int otherIndex, double _)
              && candidates == others
              && index == otherIndex;
    };
  }

  private double own(JointPoint other, Trials trials) {
    double prior =
        trials.theta().curveVariance()
            * trials.shared().kernel().at(query.epoch() + other.query.epoch());
    int n = state == null ? 0 : state.believed();
    return prior - TimeFactor.dot(horizon.weights(), other.horizon.weights(), n);
  }
}
