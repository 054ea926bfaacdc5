package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.List;

/**
 * What pending epochs will teach: values at their predictive means, which leave all means as they
 * are and only shrink variances ("kriging believer").
 *
 * <p>Each belief is one functional B with {@code cov(f, g) - B(f) B(g)} for what is left of any
 * covariance, so S is never factored again. A functional is kept as weights per basis and trial.
 */
final class Beliefs {
  private record Belief(int trial, int epoch) {}

  private final List<Belief> beliefs = new ArrayList<>();
  private final List<double[][]> functionals = new ArrayList<>();

  /** With one basis, for each functional B its value for w at each trial; NaN where unknown. */
  private final List<double[]> atTrials = new ArrayList<>();

  private boolean stale;

  Beliefs copy() {
    Beliefs copy = new Beliefs();
    copy.beliefs.addAll(beliefs);
    copy.functionals.addAll(functionals);
    copy.atTrials.addAll(atTrials);
    copy.stale = stale;
    return copy;
  }

  void add(int trial, int epoch) {
    beliefs.add(new Belief(trial, epoch));
    stale = true;
  }

  void clear(Trials trials) {
    beliefs.clear();
    functionals.clear();
    atTrials.clear();
    stale = false;
    for (int n = 0; n < trials.size(); n++) {
      trials.get(n).forget();
    }
  }

  /** To be called when the model has learned something. */
  void expire() {
    stale = !beliefs.isEmpty();
  }

  /** Derives all functionals again if the model has learned something since. */
  void refresh(Trials trials, Coupling coupling) {
    if (!stale) {
      return;
    }
    stale = false;
    functionals.clear();
    atTrials.clear();
    for (Belief belief : beliefs) {
      trials.get(belief.trial).forget();
    }
    for (Belief belief : beliefs) {
      believe(trials, coupling, belief);
    }
  }

  private void believe(Trials trials, Coupling coupling, Belief belief) {
    TrialState state = trials.get(belief.trial);
    int from = state.believed();
    state.believe(belief.epoch);
    Compression compression = new Compression(trials.theta().bases());
    for (int i = from; i < state.believed(); i++) {
      compression.add(state.factor().whitened(i), 0);
    }
    for (int i = 0; i < compression.rank(); i++) {
      addFunctional(trials, coupling, belief.trial, compression.row(i));
    }
  }

  private void addFunctional(Trials trials, Coupling coupling, int trial, double[] basis) {
    double[] kernel = trials.kernelRow(trial);
    double[] column = coupling.rows().column(kernel, basis);
    double[] solved = column.clone();
    coupling.factor().solve(solved);
    double left =
        coupling.rows().priorCovariance(basis, basis)
            + 1
            - TimeFactor.dot(column, solved, solved.length);
    double[][] weights = coupling.rows().weights(solved);
    scale(weights, -1);
    for (int j = 0; j < basis.length; j++) {
      weights[j][trial] += basis[j];
    }
    double[] values = coupling.leftAtTrials(solved);
    for (int i = 0; i < functionals.size(); i++) {
      double shared = coupling.rows().apply(functionals.get(i), kernel, basis);
      left -= shared * shared;
      subtract(weights, shared, functionals.get(i));
      subtract(values, shared, atTrials.get(i));
    }
    double share = 1 / Math.sqrt(Math.max(left, 1e-12));
    scale(weights, share);
    scale(new double[][] {values}, share);
    functionals.add(weights);
    atTrials.add(values);
  }

  private static void subtract(double[] values, double share, double[] other) {
    for (int n = 0; n < values.length; n++) {
      values[n] -= share * (n < other.length ? other[n] : Double.NaN);
    }
  }

  private static void scale(double[][] weights, double by) {
    for (double[] row : weights) {
      for (int n = 0; n < row.length; n++) {
        row[n] *= by;
      }
    }
  }

  private static void subtract(double[][] weights, double share, double[][] other) {
    for (int j = 0; j < weights.length; j++) {
      for (int n = 0; n < other[j].length; n++) {
        weights[j][n] -= share * other[j][n];
      }
    }
  }

  int size() {
    return functionals.size();
  }

  /** B_i of phi' w at a point. */
  double apply(int i, Coupling coupling, double[] kernelToTrials, double[] phi) {
    return coupling.rows().apply(functionals.get(i), kernelToTrials, phi);
  }

  /** The variance of phi' w at a trial that the beliefs take away. */
  double explainedAt(Trials trials, Coupling coupling, int trial, double[] phi) {
    double[] kernel = null;
    double sum = 0;
    for (int i = 0; i < functionals.size(); i++) {
      double[] values = atTrials.get(i);
      double share = trial < values.length ? phi[0] * values[trial] : Double.NaN;
      if (Double.isNaN(share)) {
        kernel = kernel == null ? trials.kernelRow(trial) : kernel;
        share = apply(i, coupling, kernel, phi);
      }
      sum += share * share;
    }
    return sum;
  }

  /** The variance of phi' w at a point that the beliefs take away. */
  double explained(Coupling coupling, double[] kernelToTrials, double[] phi) {
    double sum = 0;
    for (int i = 0; i < functionals.size(); i++) {
      double share = apply(i, coupling, kernelToTrials, phi);
      sum += share * share;
    }
    return sum;
  }
}
