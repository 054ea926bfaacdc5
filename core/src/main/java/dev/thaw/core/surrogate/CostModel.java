package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Cholesky;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch costs in seconds: a Bayesian regression of the logarithm with an effect per trial
 * and, where devices have labels, one per label.
 *
 * <p>{@code ln s = w' f(x) + b_n + v_d + e}: f(x) holds 1, every coordinate and its square, both
 * around the middle; w is normal, b_n is N(0, tau^2), v_d is N(0, .5^2), and e is Student-t with 4
 * degrees of freedom, so that a straggler moves little. A device without a label has v = 0. tau
 * starts at .3 and the scale of e at .1, and both follow the data. Weights and scales are fitted
 * when there is a tenth more data than the last time; what is known of a trial itself is always up
 * to date. The first epochs of one trial say most about its next ones.
 *
 * <p>Seconds that are not positive and finite are dropped. Mutable, not thread-safe, deterministic.
 */
public final class CostModel {
  private static final double TRIAL_DEVIATION = 0.3;
  private static final double EPOCH_DEVIATION = 0.1;
  private static final double DEVICE_DEVIATION = 0.5;
  private static final double PRIOR_WEIGHT = 10;
  private static final int ROUNDS = 4;
  private static final double REFIT = 1.1;
  private static final int NO_LABEL = -1;
  private static final double EXPENSIVE = Math.log(1.25);

  private final int inputs;
  private final Map<Integer, Durations> trials = new TreeMap<>();
  private final List<Double> starts = new ArrayList<>();
  private final List<Double> thaws = new ArrayList<>();

  /** The number of each label of a device, from 0 in the order in which they were seen. */
  private final Map<String, Integer> devices = new HashMap<>();

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

  /** Takes in the seconds of one more epoch of a trial on a device without a label. */
  public void observe(int trial, double[] point, double seconds) {
    observe(trial, point, seconds, null);
  }

  /**
   * Takes in the seconds of one more epoch of a trial.
   *
   * @param trial any number that stands for the trial
   * @param point its configuration, as many coordinates as the model has inputs
   * @param seconds positive
   * @param device what devices of that speed are called, such as the model of a GPU; null if that
   *     is not known
   */
  public void observe(int trial, double[] point, double seconds, @Nullable String device) {
    if (!isUsable(seconds)) {
      return;
    }
    int number = device == null ? NO_LABEL : number(device);
    trials
        .computeIfAbsent(trial, t -> new Durations(features(point)))
        .add(number, Math.log(seconds));
    observed++;
  }

  private int number(String device) {
    Integer known = devices.putIfAbsent(device, devices.size());
    return known == null ? devices.size() - 1 : known;
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
    double own = epochVariance / durations.weight();
    double share = trialVariance / (trialVariance + own);
    double trust = 1 - share;
    double variance = share * own + trust * trust * uncertainty(durations.features());
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
    durations.update(epochVariance);
    double mean = dot(durations.features(), weights);
    double share = trialVariance / (trialVariance + epochVariance / durations.weight());
    return mean + share * (level(durations) - mean);
  }

  /** The logarithm that is typical of a trial on a device without a label. */
  private double level(Durations durations) {
    double sum = 0;
    for (Durations.Block block : durations.blocks()) {
      sum += block.weight() * (block.location() - slowness(block.device()));
    }
    return sum / durations.weight();
  }

  private double slowness(int device) {
    int index = 1 + 2 * inputs + device;
    return device == NO_LABEL || index >= weights.length ? 0 : weights[index];
  }

  /**
   * By what factor an epoch takes longer on devices of a label than on typical ones: the
   * exponential of v; 1 for those that were not seen. {@link #epochs} and all others are about a
   * typical device.
   */
  public double slowness(String device) {
    fit();
    return Math.exp(slowness(devices.getOrDefault(device, NO_LABEL)));
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
    double[] solved = Arrays.copyOf(features, weights.length);
    precision.forwardSolve(solved);
    return dot(solved, solved);
  }

  /** Fits the weights if there is a tenth more to learn from than the last time. */
  private void fit() {
    if (observed <= REFIT * fittedTo) {
      return;
    }
    fittedTo = observed;
    trials.values().forEach(durations -> durations.locate(epochVariance));
    weights = Arrays.copyOf(weights, 1 + 2 * inputs + devices.size());
    double[] levels = trials.values().stream().mapToDouble(this::level).sorted().toArray();
    origin = levels.length == 0 ? 0 : levels[levels.length / 2];
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
      matrix.set(i, i, priorPrecision(i));
    }
    for (Durations durations : trials.values()) {
      learn(durations, matrix, right);
    }
    precision = Cholesky.factor(matrix).orElse(precision);
    weights = right;
    precision.solve(weights);
    weights[0] += origin;
  }

  private double priorPrecision(int index) {
    if (index > 2 * inputs) {
      return 1 / (DEVICE_DEVIATION * DEVICE_DEVIATION);
    }
    return index == 0 ? 0.25 : index <= inputs ? 1 : 4;
  }

  /** Adds a trial's blocks, which have its effect in common: by Sherman and Morrison. */
  private void learn(Durations durations, DMatrixRMaj matrix, double[] right) {
    double[] sum = new double[right.length];
    double values = 0;
    for (Durations.Block block : durations.blocks()) {
      double[] row = Arrays.copyOf(durations.features(), right.length);
      if (block.device() != NO_LABEL) {
        row[1 + 2 * inputs + block.device()] = 1;
      }
      double share = block.weight() / epochVariance;
      add(share, row, block.location() - origin, matrix, right);
      for (int i = 0; i < row.length; i++) {
        sum[i] += share * row[i];
      }
      values += share * (block.location() - origin);
    }
    double common = -1 / (1 / trialVariance + durations.weight() / epochVariance);
    add(common, sum, values, matrix, right);
  }

  private static void add(
      double share, double[] row, double value, DMatrixRMaj matrix, double[] right) {
    for (int i = 0; i < row.length; i++) {
      right[i] += share * row[i] * value;
      for (int j = i; j < row.length; j++) {
        matrix.add(i, j, share * row[i] * row[j]);
      }
    }
  }

  /** Moves both scales towards what is left over, with the weight of ten observations before. */
  private void rescale() {
    double between = PRIOR_WEIGHT * TRIAL_DEVIATION * TRIAL_DEVIATION;
    double within = PRIOR_WEIGHT * EPOCH_DEVIATION * EPOCH_DEVIATION;
    double epochs = PRIOR_WEIGHT;
    for (Durations durations : trials.values()) {
      double residual = level(durations) - dot(durations.features(), weights);
      between += residual * residual;
      for (Durations.Block block : durations.blocks()) {
        within += block.squares(epochVariance);
        epochs += block.freedom();
      }
    }
    trialVariance = between / (PRIOR_WEIGHT + trials.size());
    epochVariance = within / epochs;
    trials.values().forEach(durations -> durations.locate(epochVariance));
  }

  @Override
  public String toString() {
    return "cost model of %d trials, weights %s".formatted(trials.size(), Arrays.toString(weights));
  }
}
