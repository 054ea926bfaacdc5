package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Cholesky;
import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * The Gaussian process over the pseudo-observations of all trials.
 *
 * <p>Pseudo-observation r belongs to one trial and says {@code h_r = u_r' w(x) + N(0, noise_r)}.
 * With one basis each trial has one, with u = 1 and h = gamma / lambda and noise 1 / lambda, so
 * that a new epoch changes one diagonal entry of S; with more bases it has U and h of its
 * compression, and every further epoch appends one more until the next rebuild.
 */
final class Coupling {
  /** Changes between two looks at the residual. */
  private static final int CHECK_EVERY = 32;

  private static final double LARGEST_RESIDUAL = 1e-9;

  private final Trials trials;
  private final double[] variances;
  private int rows;
  private int[] owners = new int[8];
  private double[][] bases = new double[8][];
  private double[] noises = new double[8];
  private double[] targets = new double[8];
  private int[] firstRows = new int[8];
  private Cholesky factor = Cholesky.empty(8);
  private double[] solution = new double[0];
  private double[][] solutionWeights = new double[0][];
  private boolean solved;
  private double[] inverseDiagonal = new double[0];
  private boolean inverted;
  private boolean logging;
  private boolean degraded;
  private int changes;
  private int rowsWhenBuilt;
  private int rebuilds;
  private final ChangeLog log = new ChangeLog();

  Coupling(Trials trials) {
    this.trials = trials;
    this.variances = new double[trials.theta().bases()];
    for (int j = 0; j < variances.length; j++) {
      variances[j] = trials.theta().variance(j);
    }
    Arrays.fill(firstRows, -1);
  }

  /** An independent copy over a copy of the trials. */
  Coupling copy(Trials copied) {
    Coupling copy = new Coupling(copied);
    copy.rows = rows;
    copy.owners = owners.clone();
    copy.bases = bases.clone();
    copy.noises = noises.clone();
    copy.targets = targets.clone();
    copy.firstRows = firstRows.clone();
    copy.factor = factor.copy();
    copy.solution = solution.clone();
    copy.solutionWeights = solutionWeights.clone();
    copy.solved = solved;
    copy.inverseDiagonal = inverseDiagonal.clone();
    copy.inverted = inverted;
    copy.logging = logging;
    copy.degraded = degraded;
    copy.changes = changes;
    copy.rowsWhenBuilt = rowsWhenBuilt;
    copy.rebuilds = rebuilds;
    return copy;
  }

  int rows() {
    return rows;
  }

  int owner(int row) {
    return owners[row];
  }

  double[] bases(int row) {
    return bases[row];
  }

  double variance(int basis) {
    return variances[basis];
  }

  double noise(int row) {
    return noises[row];
  }

  Cholesky factor() {
    return factor;
  }

  boolean isDegraded() {
    return degraded;
  }

  int rebuilds() {
    return rebuilds;
  }

  /** The changes of S^-1 with one basis; they are written down from the first call on. */
  ChangeLog log() {
    logging = isSimple();
    return log;
  }

  boolean isSimple() {
    return variances.length == 1;
  }

  /** Factors everything anew from the compressed curves. */
  void rebuild() {
    rows = 0;
    Arrays.fill(firstRows, -1);
    for (int n = 0; n < trials.size(); n++) {
      addRowsOf(n);
    }
    DMatrixRMaj matrix = new DMatrixRMaj(rows, rows);
    for (int r = 0; r < rows; r++) {
      for (int c = r; c < rows; c++) {
        matrix.unsafe_set(r, c, covariance(r, c));
      }
    }
    Optional<Cholesky> built = Cholesky.factor(matrix);
    degraded = built.isEmpty();
    if (degraded) {
      rows = 0;
    }
    factor = built.orElseGet(() -> Cholesky.empty(8));
    rowsWhenBuilt = rows;
    changes = 0;
    rebuilds++;
    solved = false;
    inverted = false;
    log.clear();
  }

  private void addRowsOf(int trial) {
    Compression compression = trials.get(trial).compression();
    int rank = compression.rank();
    for (int i = 0; i < rank; i++) {
      double root = compression.row(i)[0];
      if (isSimple()) {
        addRow(trial, new double[] {1}, compression.target(i) / root, 1 / (root * root));
      } else {
        addRow(trial, compression.row(i).clone(), compression.target(i), 1);
      }
    }
  }

  private void addRow(int trial, double[] basis, double target, double noise) {
    if (rows == owners.length) {
      owners = Arrays.copyOf(owners, 2 * rows);
      bases = Arrays.copyOf(bases, 2 * rows);
      noises = Arrays.copyOf(noises, 2 * rows);
      targets = Arrays.copyOf(targets, 2 * rows);
    }
    if (trial >= firstRows.length) {
      int old = firstRows.length;
      firstRows = Arrays.copyOf(firstRows, Math.max(2 * old, trial + 1));
      Arrays.fill(firstRows, old, firstRows.length, -1);
    }
    if (firstRows[trial] < 0) {
      firstRows[trial] = rows;
    }
    owners[rows] = trial;
    bases[rows] = basis;
    targets[rows] = target;
    noises[rows] = noise;
    rows++;
  }

  private double covariance(int r, int c) {
    double sum = 0;
    for (int j = 0; j < variances.length; j++) {
      sum += bases[r][j] * variances[j] * bases[c][j];
    }
    double covariance = sum * trials.kernel(owners[r], owners[c]);
    return r == c ? covariance + noises[r] : covariance;
  }

  /** Takes in the last value of a trial. */
  void observe(int trial) {
    if (degraded) {
      rebuild();
      return;
    }
    solved = false;
    if (!isSimple()) {
      TrialState state = trials.get(trial);
      int last = state.size() - 1;
      append(trial, state.factor().whitened(last), state.whitened()[last], 1);
    } else if (trial >= firstRows.length || firstRows[trial] < 0) {
      Compression compression = trials.get(trial).compression();
      double root = compression.row(0)[0];
      append(trial, new double[] {1}, compression.target(0) / root, 1 / (root * root));
    } else {
      sharpen(trial);
    }
    if (changes >= CHECK_EVERY) {
      check();
    }
  }

  private void append(int trial, double[] basis, double target, double noise) {
    addRow(trial, basis, target, noise);
    changes++;
    double[] row = new double[rows];
    for (int c = 0; c < rows; c++) {
      row[c] = covariance(c, rows - 1);
    }
    if (!factor.append(row)) {
      rebuild();
    } else if (isSimple() && (inverted || logging)) {
      logAppended();
    }
  }

  private void logAppended() {
    int last = rows - 1;
    double[] change = new double[rows];
    change[last] = 1;
    factor.solve(change);
    // The last column of the new inverse: (-S^-1 s, 1) / d^2 by the old one.
    double share = 1 / change[last];
    if (inverted) {
      inverseDiagonal = Arrays.copyOf(inverseDiagonal, rows);
      addSquares(change, share, last);
      inverseDiagonal[last] = change[last];
    }
    log.add(weights(change)[0], share);
  }

  /** One basis: the noise of a trial's pseudo-observation shrinks. */
  private void sharpen(int trial) {
    int row = firstRows[trial];
    Compression compression = trials.get(trial).compression();
    double root = compression.row(0)[0];
    double noise = 1 / (root * root);
    double shrink = Math.max(0, noises[row] - noise);
    if (inverted || logging) {
      logSharpened(row, shrink);
    }
    changes++;
    targets[row] = compression.target(0) / root;
    noises[row] = noise;
    double[] vector = new double[rows];
    vector[row] = Math.sqrt(shrink);
    if (!factor.downdate(vector)) {
      rebuild();
    }
  }

  private void logSharpened(int row, double shrink) {
    double[] change = new double[rows];
    change[row] = 1;
    factor.solve(change);
    double share = shrink / (1 - shrink * change[row]);
    if (inverted) {
      addSquares(change, share, rows);
    }
    log.add(weights(change)[0], share);
  }

  private void addSquares(double[] change, double share, int count) {
    for (int r = 0; r < count; r++) {
      inverseDiagonal[r] += change[r] * change[r] * share;
    }
  }

  private void check() {
    changes = 0;
    if (rows - rowsWhenBuilt > 64 && !isSimple()) {
      rebuild();
      return;
    }
    double[] solution = solution();
    double scale = 1;
    double worst = 0;
    for (int r = 0; r < rows; r++) {
      double sum = -targets[r];
      for (int c = 0; c < rows; c++) {
        sum += covariance(r, c) * solution[c];
      }
      worst = Math.max(worst, Math.abs(sum));
      scale = Math.max(scale, Math.abs(targets[r]));
    }
    if (!(worst <= LARGEST_RESIDUAL * scale)) {
      rebuild();
    }
  }

  /** S^-1 h. */
  double[] solution() {
    if (!solved) {
      solution = Arrays.copyOf(targets, rows);
      factor.solve(solution);
      solutionWeights = new double[0][];
      solved = true;
    }
    return solution;
  }

  /** Per basis and trial, the sum of u_r values_r over the trial's rows. */
  double[][] weights(double[] values) {
    double[][] weights = new double[variances.length][trials.size()];
    for (int r = 0; r < rows; r++) {
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

  /** S^-1 h as weights per basis and trial. */
  double[][] solutionWeights() {
    double[] values = solution();
    if (solutionWeights.length == 0 || solutionWeights[0].length != trials.size()) {
      solutionWeights = weights(values);
    }
    return solutionWeights;
  }

  /** Per trial, what to multiply its kernel to a point with to get the mean of phi' w there. */
  double[] meanWeights(double[] phi) {
    double[][] weights = solutionWeights();
    double[] combined = new double[trials.size()];
    for (int j = 0; j < phi.length; j++) {
      double factorOfBasis = phi[j] * variances[j];
      for (int n = 0; n < combined.length; n++) {
        combined[n] += factorOfBasis * weights[j][n];
      }
    }
    return combined;
  }

  /** The mean of phi' w at a trial. */
  double meanAt(int trial, double[] phi) {
    int row = isSimple() ? rowOf(trial) : -1;
    if (row >= 0) {
      return phi[0] * (targets[row] - noises[row] * solution()[row]);
    }
    return apply(solutionWeights(), trials.kernelRow(trial), phi);
  }

  /** The variance of phi' w at a trial. */
  double varianceAt(int trial, double[] phi) {
    int row = isSimple() ? rowOf(trial) : -1;
    // K - K S^-1 K = D - D S^-1 D for S = K + D; the left side is exact for large D.
    if (row >= 0 && noises[row] < 100 * variances[0]) {
      double noise = noises[row];
      return phi[0] * phi[0] * noise * Math.max(0, 1 - noise * inverseDiagonal()[row]);
    }
    return priorVariance(phi) - explained(column(trials.kernelRow(trial), phi));
  }

  /** c' S^-1 c. */
  double explained(double[] column) {
    double[] solvedColumn = column.clone();
    factor.forwardSolve(solvedColumn);
    return TimeFactor.dot(solvedColumn, solvedColumn, rows);
  }

  /** The diagonal of S^-1; kept up to date from the first call on. */
  double[] inverseDiagonal() {
    if (!inverted) {
      inverseDiagonal = new double[rows];
      DMatrixRMaj inverse = factor.inverse();
      for (int r = 0; r < rows; r++) {
        inverseDiagonal[r] = inverse.unsafe_get(r, r);
      }
      inverted = true;
    }
    return inverseDiagonal;
  }

  /** The only row of a trial, with one basis; -1 without values. */
  int rowOf(int trial) {
    return degraded || trial >= firstRows.length ? -1 : firstRows[trial];
  }

  /** The covariance of phi' w at a point with every row, from its kernel to the trials. */
  double[] column(double[] kernelToTrials, double[] phi) {
    double[] column = new double[rows];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int j = 0; j < phi.length; j++) {
        sum += phi[j] * variances[j] * bases[r][j];
      }
      column[r] = sum * kernelToTrials[owners[r]];
    }
    return column;
  }

  /** The prior variance of phi' w at any point. */
  double priorVariance(double[] phi) {
    return priorCovariance(phi, phi);
  }

  /** The prior covariance of phi' w and psi' w at one point. */
  double priorCovariance(double[] phi, double[] psi) {
    double sum = 0;
    for (int j = 0; j < phi.length; j++) {
      sum += phi[j] * variances[j] * psi[j];
    }
    return sum;
  }

  /** The log evidence of the pseudo-observations, compressed. */
  double logEvidence() {
    if (!isSimple() && rows > rowsWhenBuilt) {
      rebuild();
    }
    double fit = 0;
    for (int r = 0; r < rows; r++) {
      fit += targets[r] * solution()[r];
    }
    double scale = 0;
    if (isSimple()) {
      for (int r = 0; r < rows; r++) {
        scale += 0.5 * Math.log(noises[r]);
      }
    }
    return -0.5 * (fit + factor.logDeterminant() + rows * Math.log(2 * Math.PI)) + scale;
  }
}
