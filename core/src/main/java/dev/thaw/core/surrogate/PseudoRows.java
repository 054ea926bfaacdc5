package dev.thaw.core.surrogate;

import java.util.Arrays;

/**
 * The pseudo-observations of all trials, and their covariance with each other and with any point.
 *
 * <p>Number r belongs to one trial and says {@code h_r = u_r' w(x) + N(0, noise_r)}.
 */
final class PseudoRows {
  private final Trials trials;
  private final double[] variances;
  private int size;
  private int[] owners = new int[8];
  private double[][] bases = new double[8][];
  private double[] noises = new double[8];
  private double[] targets = new double[8];
  private int[] firstRows = new int[8];
  private int[] taken = new int[8];

  PseudoRows(Trials trials) {
    this.trials = trials;
    this.variances = new double[trials.theta().bases()];
    for (int j = 0; j < variances.length; j++) {
      variances[j] = trials.theta().variance(j);
    }
    Arrays.fill(firstRows, -1);
  }

  PseudoRows copy(Trials copied) {
    PseudoRows copy = new PseudoRows(copied);
    copy.size = size;
    copy.owners = owners.clone();
    copy.bases = bases.clone();
    copy.noises = noises.clone();
    copy.targets = targets.clone();
    copy.firstRows = firstRows.clone();
    copy.taken = taken.clone();
    return copy;
  }

  int size() {
    return size;
  }

  /** The trial of a row. */
  int owner(int row) {
    return owners[row];
  }

  /** u of a row, J numbers. */
  double[] bases(int row) {
    return bases[row];
  }

  double noise(int row) {
    return noises[row];
  }

  double target(int row) {
    return targets[row];
  }

  /** All targets; a copy. */
  double[] targets() {
    return Arrays.copyOf(targets, size);
  }

  /** v of a basis. */
  double variance(int basis) {
    return variances[basis];
  }

  /** Whether there is one basis, so that a trial has one row with u = 1. */
  boolean isSimple() {
    return variances.length == 1;
  }

  /** The first row of a trial; -1 without any. */
  int firstRow(int trial) {
    return trial < firstRows.length ? firstRows[trial] : -1;
  }

  void clear() {
    size = 0;
    Arrays.fill(firstRows, -1);
    Arrays.fill(taken, 0);
  }

  /** Adds the rows of a compressed curve. */
  void addAll(int trial) {
    Compression compression = trials.get(trial).compression();
    for (int i = 0; i < compression.rank(); i++) {
      add(trial, compression, i);
    }
  }

  /** Adds row i of a compression of a trial's values, or of some of them. */
  void add(int trial, Compression compression, int i) {
    reserve(trial);
    taken[trial] = trials.get(trial).size();
    if (isSimple()) {
      add(trial, new double[] {1}, compression.location(), compression.variance());
    } else {
      add(trial, compression.row(i).clone(), compression.target(i), 1);
    }
  }

  /** Compresses the values of a trial that no row knows of. */
  Compression untaken(int trial) {
    TrialState state = trials.get(trial);
    Compression compression = new Compression(variances.length);
    int first = trial < taken.length ? taken[trial] : 0;
    for (int i = first; i < state.size(); i++) {
      compression.add(state.factor().whitened(i), state.whitened()[i]);
    }
    return compression;
  }

  private void add(int trial, double[] basis, double target, double noise) {
    if (firstRows[trial] < 0) {
      firstRows[trial] = size;
    }
    owners[size] = trial;
    bases[size] = basis;
    targets[size] = target;
    noises[size] = noise;
    size++;
  }

  private void reserve(int trial) {
    if (size == owners.length) {
      owners = Arrays.copyOf(owners, 2 * size);
      bases = Arrays.copyOf(bases, 2 * size);
      noises = Arrays.copyOf(noises, 2 * size);
      targets = Arrays.copyOf(targets, 2 * size);
    }
    if (trial >= firstRows.length) {
      int old = firstRows.length;
      firstRows = Arrays.copyOf(firstRows, Math.max(2 * old, trial + 1));
      Arrays.fill(firstRows, old, firstRows.length, -1);
      taken = Arrays.copyOf(taken, firstRows.length);
    }
  }

  /** With one basis: takes over a trial's compression, and returns by how much its noise shrank. */
  double sharpen(int trial) {
    int row = firstRows[trial];
    Compression compression = trials.get(trial).compression();
    double shrink = Math.max(0, noises[row] - compression.variance());
    targets[row] = compression.location();
    noises[row] = compression.variance();
    return shrink;
  }

  double covariance(int r, int c) {
    double covariance = priorCovariance(bases[r], bases[c]) * trials.kernel(owners[r], owners[c]);
    return r == c ? covariance + noises[r] : covariance;
  }

  /** The covariance of phi' w at a point with every row, from its kernel to the trials. */
  double[] column(double[] kernelToTrials, double[] phi) {
    double[] column = new double[size];
    for (int r = 0; r < size; r++) {
      column[r] = priorCovariance(phi, bases[r]) * kernelToTrials[owners[r]];
    }
    return column;
  }

  /** The prior covariance of phi' w and psi' w at one point. */
  double priorCovariance(double[] phi, double[] psi) {
    double sum = 0;
    for (int j = 0; j < phi.length; j++) {
      sum += phi[j] * variances[j] * psi[j];
    }
    return sum;
  }

  /** Per basis and trial, the sum of u_r values_r over the trial's rows. */
  double[][] weights(double[] values) {
    double[][] weights = new double[variances.length][trials.size()];
    for (int r = 0; r < size; r++) {
      for (int j = 0; j < variances.length; j++) {
        weights[j][owners[r]] += bases[r][j] * values[r];
      }
    }
    return weights;
  }

  /** The sum over bases and trials of phi_j v_j k(x, x_n) weights_jn. */
  double apply(double[][] weights, double[] kernelToTrials, double[] phi) {
    double sum = 0;
    for (int j = 0; j < phi.length; j++) {
      double part = TimeFactor.dot(weights[j], kernelToTrials, weights[j].length);
      sum += phi[j] * variances[j] * part;
    }
    return sum;
  }
}
