package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Cholesky;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.data.DMatrixRMaj;

/**
 * What an epoch costs in seconds: a Bayesian regression of the logarithm with an effect per trial.
 *
 * <p>{@code ln s = w' f(x) + b_n + e}: f(x) holds 1, every coordinate and its square, both around
 * the middle; w is normal, b_n is N(0, tau^2), and e is Student-t with 4 degrees of freedom, so
 * that a straggler moves little. tau starts at .3 and the scale of e at .1, and both follow the
 * data. Weights and scales are fitted when there is a tenth more data than the last time; what is
 * known of a trial itself is always up to date. The first epochs of one trial say most about its
 * next ones.
 *
 * <p>Seconds that are not positive and finite are dropped. Mutable, not thread-safe, deterministic.
 */
public final class CostModel {
  private static final double FREEDOM = 4;
  private static final double TRIAL_DEVIATION = 0.3;
  private static final double EPOCH_DEVIATION = 0.1;
  private static final double PRIOR_WEIGHT = 10;
  private static final int ROUNDS = 4;
  private static final double REFIT = 1.1;
  private static final double EXPENSIVE = Math.log(1.25);

  private final int inputs;
  private final Map<Integer, Durations> trials = new TreeMap<>();
  private final List<Double> starts = new ArrayList<>();
  private final List<Double> thaws = new ArrayList<>();
  private int observed;

  /** How many epochs there were when the weights were fitted last. */
  private int fittedTo = -1;

  private double[] weights;
  private Cholesky precision;
  private double origin;
  private double trialVariance = TRIAL_DEVIATION * TRIAL_DEVIATION;
  private double epochVariance = EPOCH_DEVIATION * EPOCH_DEVIATION;
  private int dropped;

  /** A model without observations of configurations with {@code inputs} coordinates. */
  public CostModel(int inputs) {
    this.inputs = inputs;
    this.weights = new double[1 + 2 * inputs];
    this.precision = Cholesky.empty(1);
    fit();
  }

  /** The logarithms of one trial's epochs. */
  private static final class Durations {
    private final double[] features;
    private final List<Double> logarithms = new ArrayList<>();
    private double location;
    private double weight;
    private boolean located;

    Durations(double[] features) {
      this.features = features;
    }

    /** The location of Student's distribution by iterated weights, from the median. */
    void locate(double variance) {
      located = true;
      double[] sorted = logarithms.stream().mapToDouble(d -> d).sorted().toArray();
      location = sorted[sorted.length / 2];
      for (int round = 0; round < 8; round++) {
        double sum = 0;
        weight = 0;
        for (double logarithm : logarithms) {
          double residual = logarithm - location;
          double share = (FREEDOM + 1) / (FREEDOM + residual * residual / variance);
          sum += share * logarithm;
          weight += share;
        }
        location = sum / weight;
      }
    }
  }

  /**
   * Takes in the seconds of one more epoch of a trial.
   *
   * @param trial any number that stands for the trial
   * @param point its configuration, as many coordinates as the model has inputs
   * @param seconds positive
   */
  public void observe(int trial, double[] point, double seconds) {
    if (!isUsable(seconds)) {
      return;
    }
    Durations durations = trials.computeIfAbsent(trial, t -> new Durations(features(point)));
    durations.logarithms.add(Math.log(seconds));
    durations.located = false;
    observed++;
  }

  /** Takes in the seconds that it took to start a new trial, beside its epochs. */
  public void observeStart(double seconds) {
    if (isUsable(seconds)) {
      starts.add(seconds);
    }
  }

  /** Takes in the seconds that it took to go on with a paused trial, beside its epochs. */
  public void observeThaw(double seconds) {
    if (isUsable(seconds)) {
      thaws.add(seconds);
    }
  }

  private boolean isUsable(double seconds) {
    boolean usable = seconds > 0 && seconds < Double.POSITIVE_INFINITY;
    dropped += usable ? 0 : 1;
    return usable;
  }

  /** The number of seconds that could not be used. */
  public int dropped() {
    return dropped;
  }

  /** Whether there has been any epoch to learn from; before that an epoch is taken to cost 1 s. */
  public boolean isInformed() {
    return !trials.isEmpty();
  }

  /** The number of trials of which it has seen an epoch. */
  public int trials() {
    return trials.size();
  }

  /** The median seconds of starting a trial, 0 if not known. */
  public double startSeconds() {
    return median(starts);
  }

  /** The median seconds of going on with a paused trial, 0 if not known. */
  public double thawSeconds() {
    return median(thaws);
  }

  private static double median(List<Double> values) {
    return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Returns the cost of so many more epochs of a trial; of a new one if it has not been seen. */
  public Cost epochs(int trial, double[] point, int count) {
    fit();
    Durations durations = trials.get(trial);
    if (durations == null) {
      return epochsNew(point, count);
    }
    double logMean = logSeconds(trial, point);
    double own = epochVariance / durations.weight;
    double share = trialVariance / (trialVariance + own);
    double trust = 1 - share;
    double variance = share * own + trust * trust * uncertainty(durations.features);
    return new Cost(logMean, variance + epochVariance / Math.max(1, count), Math.max(0, count));
  }

  /**
   * The mean of the logarithm of the seconds of one more epoch of a trial, as in {@link #epochs},
   * but cheap to compute; of a new one if it has not been seen.
   */
  public double logSeconds(int trial, double[] point) {
    fit();
    Durations durations = trials.get(trial);
    if (durations == null) {
      return logSeconds(point);
    }
    if (!durations.located) {
      durations.locate(epochVariance);
    }
    double mean = dot(durations.features, weights);
    double share = trialVariance / (trialVariance + epochVariance / durations.weight);
    return mean + share * (durations.location - mean);
  }

  /** The same for a configuration that has not been seen. */
  public double logSeconds(double[] point) {
    fit();
    return dot(features(point), weights);
  }

  /** Returns the cost of the first epochs of a configuration that has not been seen. */
  public Cost epochsNew(double[] point, int count) {
    fit();
    double[] features = features(point);
    double variance = uncertainty(features) + trialVariance + epochVariance / Math.max(1, count);
    return new Cost(dot(features, weights), variance, Math.max(0, count));
  }

  /**
   * What some epochs cost together.
   *
   * @param logMean the mean of the natural logarithm of the seconds of one epoch
   * @param logVariance the variance of the logarithm of their average
   * @param epochs how many they are
   */
  public record Cost(double logMean, double logVariance, int epochs) {

    /** The median of the seconds of all epochs. */
    public double seconds() {
      return epochs * Math.exp(logMean);
    }

    /** The seconds that are enough with this probability, between 0 and 1. */
    public double quantile(double probability) {
      double z = NormalQuantile.at(probability);
      return epochs * Math.exp(logMean + z * Math.sqrt(logVariance));
    }
  }

  /**
   * By how much the logarithm of the seconds of an epoch differs between two configurations, what
   * is peculiar to a trial apart.
   */
  public Difference difference(double[] point, double[] other) {
    fit();
    double[] features = features(point);
    double[] others = features(other);
    for (int i = 0; i < features.length; i++) {
      features[i] -= others[i];
    }
    return new Difference(dot(features, weights), uncertainty(features));
  }

  /**
   * A difference of two logarithms.
   *
   * @param mean what is expected, 0 without any data
   * @param variance how much it may be off
   */
  public record Difference(double mean, double variance) {}

  /**
   * How much coordinates change the cost: the standard deviation of the predicted logarithm of the
   * seconds over their range, the others fixed.
   *
   * @param coordinates those of one parameter, each from 0; a parameter with choices has several
   */
  public double effect(int... coordinates) {
    fit();
    double variance = 0;
    for (int i : coordinates) {
      double slope = weights[1 + i];
      double bend = weights[1 + inputs + i];
      // The variances of u and u^2 for u uniform in [-1/2, 1/2].
      variance += slope * slope / 12 + bend * bend / 180;
    }
    return Math.sqrt(variance);
  }

  /** Whether {@link #effect} is more than a factor of 1.25. */
  public boolean isExpensive(int... coordinates) {
    return effect(coordinates) > EXPENSIVE;
  }

  private double[] features(double[] point) {
    double[] features = new double[1 + 2 * inputs];
    features[0] = 1;
    for (int i = 0; i < inputs; i++) {
      double value = i < point.length && Double.isFinite(point[i]) ? point[i] - 0.5 : 0;
      features[1 + i] = value;
      features[1 + inputs + i] = value * value;
    }
    return features;
  }

  private static double dot(double[] a, double[] b) {
    return TimeFactor.dot(a, b, a.length);
  }

  /** f' Var(w) f. */
  private double uncertainty(double[] features) {
    double[] solved = features.clone();
    precision.forwardSolve(solved);
    return dot(solved, solved);
  }

  /** Fits the weights if there is a tenth more to learn from than the last time. */
  private void fit() {
    if (observed <= REFIT * fittedTo) {
      return;
    }
    fittedTo = observed;
    for (Durations durations : trials.values()) {
      durations.locate(epochVariance);
    }
    double[] locations = trials.values().stream().mapToDouble(t -> t.location).sorted().toArray();
    origin = locations.length == 0 ? 0 : locations[locations.length / 2];
    for (int round = 0; round < ROUNDS; round++) {
      regress();
      rescale();
    }
    regress();
  }

  private void regress() {
    int n = weights.length;
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      matrix.set(i, i, i == 0 ? 0.25 : i <= inputs ? 1 : 4);
    }
    for (Durations durations : trials.values()) {
      double share = 1 / (trialVariance + epochVariance / durations.weight);
      double[] features = durations.features;
      for (int i = 0; i < n; i++) {
        right[i] += share * features[i] * (durations.location - origin);
        for (int j = i; j < n; j++) {
          matrix.add(i, j, share * features[i] * features[j]);
        }
      }
    }
    precision = Cholesky.factor(matrix).orElse(precision);
    weights = right;
    precision.solve(weights);
    weights[0] += origin;
  }

  /** Moves both scales towards what is left over, with the weight of ten observations before. */
  private void rescale() {
    double between = PRIOR_WEIGHT * TRIAL_DEVIATION * TRIAL_DEVIATION;
    double within = PRIOR_WEIGHT * EPOCH_DEVIATION * EPOCH_DEVIATION;
    double epochs = PRIOR_WEIGHT;
    for (Durations durations : trials.values()) {
      double residual = durations.location - dot(durations.features, weights);
      between += residual * residual;
      for (double logarithm : durations.logarithms) {
        double own = logarithm - durations.location;
        // The scale of Student's distribution: its weighted mean square.
        within += own * own * (FREEDOM + 1) / (FREEDOM + own * own / epochVariance);
      }
      epochs += Math.max(0, durations.logarithms.size() - 1);
    }
    trialVariance = between / (PRIOR_WEIGHT + trials.size());
    epochVariance = within / epochs;
    for (Durations durations : trials.values()) {
      durations.locate(epochVariance);
    }
  }

  @Override
  public String toString() {
    return "cost model of %d trials, weights %s".formatted(trials.size(), Arrays.toString(weights));
  }
}
