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
  private boolean stale;

  Beliefs copy() {
    Beliefs copy = new Beliefs();
    copy.beliefs.addAll(beliefs);
    copy.functionals.addAll(functionals);
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
    for (double[][] earlier : functionals) {
      double shared = coupling.rows().apply(earlier, kernel, basis);
      left -= shared * shared;
      subtract(weights, shared, earlier);
    }
    scale(weights, 1 / Math.sqrt(Math.max(left, 1e-12)));
    functionals.add(weights);
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
