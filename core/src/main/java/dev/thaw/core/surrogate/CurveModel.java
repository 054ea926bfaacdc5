package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * A freeze-thaw Gaussian process over the learning curves of all trials, exact and incremental.
 *
 * <p>Trials are counted from 0 in the order in which they came. Values are in transformed units,
 * lower is better; see {@link CurveHyperparameters} for the model. Curves with values at the epochs
 * 1 to n share one factor over time; any other curve has its own. A value that is not finite, or
 * not later than the one before it, is dropped and counted in {@link #health}.
 *
 * <p>With N trials, one basis and n values of one trial: a new value costs O(n^2 + N^2), a
 * prediction O(n), a mean of a candidate O(N), its variance O(N^2) once and O(N) after each change.
 * Predictions after a change are the same as those of {@link #rebuilt} up to rounding, and the same
 * calls give the same bits.
 *
 * <p>Mutable and not thread-safe: one caller owns it.
 */
public final class CurveModel {
  private final Trials trials;
  private final Coupling coupling;
  private final Beliefs beliefs;

  private CurveModel(Trials trials, Coupling coupling, Beliefs beliefs) {
    this.trials = trials;
    this.coupling = coupling;
    this.beliefs = beliefs;
  }

  /** Returns a model of some curves, which may be none and may be empty. */
  public static CurveModel build(CurveHyperparameters theta, List<CurveData> curves) {
    Trials trials = Trials.of(theta, curves);
    Coupling coupling = new Coupling(trials);
    coupling.rebuild();
    return new CurveModel(trials, coupling, new Beliefs());
  }

  /** Returns an independent model that will give the same answers to the same calls. */
  public CurveModel copy() {
    Trials copied = trials.copy();
    return new CurveModel(copied, coupling.copy(copied), beliefs.copy());
  }

  /** Returns a new model of the same curves, without beliefs, factored from scratch. */
  public CurveModel rebuilt() {
    return with(trials.theta());
  }

  /** Returns a new model of the same curves, without beliefs, under other hyperparameters. */
  public CurveModel with(CurveHyperparameters theta) {
    return build(theta, curves());
  }

  /** The number of trials. */
  public int size() {
    return trials.size();
  }

  /** The hyperparameters. */
  public CurveHyperparameters hyperparameters() {
    return trials.theta();
  }

  /** Returns what the model holds of a trial, without what it dropped. */
  public CurveData curve(int trial) {
    return trials.get(trial).data();
  }

  /** Returns what the model holds of all trials. */
  public List<CurveData> curves() {
    List<CurveData> curves = new ArrayList<>();
    for (int n = 0; n < trials.size(); n++) {
      curves.add(curve(n));
    }
    return curves;
  }

  /** The number of values that the model holds of a trial. */
  public int observed(int trial) {
    return trials.get(trial).size();
  }

  /** Adds a trial, with or without values, and returns its number. */
  public int add(CurveData curve) {
    int trial = trials.add(curve.point());
    for (int i = 0; i < curve.size(); i++) {
      observe(trial, curve.epoch(i), curve.value(i));
    }
    return trial;
  }

  /**
   * Adds a value to a trial. Beliefs stay, except in what has been observed. The matrix changes at
   * the next question: once for each trial that has news, or anew if those are many.
   */
  public void observe(int trial, double epoch, double value) {
    if (trials.append(trial, epoch, value)) {
      coupling.observe(trial);
      beliefs.expire();
    }
  }

  /**
   * Treats a trial as if it had reported its own predictive mean at every whole epoch up to and
   * including this one: no mean changes, variances shrink. Beliefs add up until {@link #forget}.
   * Nothing is believed of more than 1,000 epochs ahead.
   */
  public void believe(int trial, int epoch) {
    beliefs.add(trial, epoch);
  }

  /** Drops all beliefs. */
  public void forget() {
    beliefs.clear(trials);
  }

  /**
   * Predicts the curve of a trial at one epoch: past, present or future, or infinity for its
   * asymptote.
   *
   * @param epoch a positive number
   */
  public Prediction predict(int trial, double epoch) {
    settle();
    TrialState state = trials.get(trial);
    double mean = mean(trials, coupling, trial, epoch);
    int n = state.believed();
    Horizon horizon = state.factor().horizon(epoch, n);
    double[] omega = horizon.bases(n);
    double variance = horizon.left(n) + varianceAt(trial, omega);
    return new Prediction(mean, variance, noise());
  }

  private void settle() {
    coupling.settle();
    beliefs.refresh(trials, coupling);
  }

  private double noise() {
    return trials.theta().noiseVariance();
  }

  static double mean(Trials trials, Coupling coupling, int trial, double epoch) {
    TrialState state = trials.get(trial);
    int n = state.size();
    Horizon horizon = state.factor().horizon(epoch, n);
    double own = TimeFactor.dot(horizon.weights(), state.whitened(), n);
    double bases = coupling.meanAt(trial, horizon.bases(n));
    return trials.meanCurve(epoch) + own + bases;
  }

  /** The variance of phi' w at a trial. */
  private double varianceAt(int trial, double[] phi) {
    double left = coupling.varianceAt(trial, phi);
    if (beliefs.size() > 0) {
      left -= beliefs.explainedAt(trials, coupling, trial, phi);
    }
    return Math.max(0, left);
  }

  /** Predicts the curve of a configuration that is no trial of this model, as {@link #predict}. */
  public Prediction predictNew(double[] point, double epoch) {
    Candidates one = Candidates.of(new double[][] {point});
    double mean = means(one, epoch)[0];
    return new Prediction(mean, variances(one, new int[] {0}, epoch)[0], noise());
  }

  /** Returns the means of all candidates at one epoch. */
  public double[] means(Candidates candidates, double epoch) {
    coupling.settle();
    candidates.attach(trials);
    return candidates.sums(coupling.meanWeights(phi(epoch)), trials.meanCurve(epoch));
  }

  private double[] phi(double epoch) {
    return trials.shared().horizon(epoch, 0).bases(0);
  }

  /**
   * Returns the variances of some candidates at one epoch, without noise.
   *
   * @param which candidates, each from 0; the result is in this order
   */
  public double[] variances(Candidates candidates, int[] which, double epoch) {
    settle();
    candidates.attach(trials);
    double[] phi = phi(epoch);
    double[] explained =
        coupling.rows().isSimple()
            ? candidates.reductions(coupling, which)
            : candidates.solved(coupling, which, phi);
    double own = trials.shared().horizon(epoch, 0).left(0);
    double prior = coupling.rows().priorCovariance(phi, phi);
    double[] variances = new double[which.length];
    for (int k = 0; k < which.length; k++) {
      double left = prior - explained[k];
      if (beliefs.size() > 0) {
        left -= beliefs.explained(coupling, candidates.kernel(which[k]), phi);
      }
      variances[k] = own + Math.max(0, left);
    }
    return variances;
  }

  /** Predicts several points of several curves together. */
  public JointPrediction joint(List<Query> queries) {
    settle();
    List<JointPoint> points = new ArrayList<>();
    for (Query query : queries) {
      points.add(JointPoint.of(query, trials, coupling, beliefs));
    }
    double[] means = new double[points.size()];
    DMatrixRMaj covariance = new DMatrixRMaj(means.length, means.length);
    for (int i = 0; i < means.length; i++) {
      means[i] = points.get(i).mean();
      for (int j = 0; j <= i; j++) {
        double value = points.get(i).covariance(points.get(j), trials, coupling);
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
    return new JointPrediction(means, covariance, noise());
  }

  /**
   * Returns the logarithm of the probability density of all values that the model holds; NaN if it
   * is {@link Health#degraded degraded}.
   */
  public double logEvidence() {
    coupling.settle();
    double sum = coupling.logEvidence();
    for (int n = 0; n < trials.size(); n++) {
      sum += trials.get(n).logEvidence();
    }
    return sum;
  }

  /** Returns what went wrong so far. */
  public Health health() {
    coupling.settle();
    return new Health(
        trials.dropped(), coupling.factor().jitter(), coupling.rebuilds(), coupling.isDegraded());
  }

  /**
   * What went wrong in a model.
   *
   * @param dropped the values that could not be used
   * @param jitter what was added to the diagonal to factor the matrix, usually 0
   * @param rebuilds how often the matrix was factored from scratch, at least 1
   * @param degraded whether it cannot be factored: predictions ignore all other trials
   */
  public record Health(int dropped, double jitter, int rebuilds, boolean degraded) {}
}
