package dev.thaw.core.surrogate;

import dev.thaw.core.gp.Cholesky;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;

/**
 * The Gaussian process over the pseudo-observations of all trials.
 *
 * <p>With one basis each trial has one, with u = 1 and h = gamma / lambda and noise 1 / lambda, so
 * that a new epoch changes one diagonal entry of S; with more bases it has U and h of its
 * compression, and every further epoch appends one more until the next rebuild.
 */
final class Coupling {
  /** Changes between two looks at the residual. */
  private static final int CHECK_EVERY = 32;

  private static final double LARGEST_RESIDUAL = 1e-9;

  /** With several bases, rows appended since the last rebuild. */
  private static final int MOST_EXTRA_ROWS = 64;

  /** With more trials to take in, and an eighth of all, a rebuild is cheaper. */
  private static final int MOST_PENDING = 8;

  /** Relative to the variance of the asymptotes. */
  private static final double LARGEST_NOISE = 100;

  private final Trials trials;
  private final PseudoRows rows;
  private final ChangeLog log = new ChangeLog();
  private final Set<Integer> pending = new LinkedHashSet<>();
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

  Coupling(Trials trials) {
    this(trials, new PseudoRows(trials));
  }

  private Coupling(Trials trials, PseudoRows rows) {
    this.trials = trials;
    this.rows = rows;
  }

  /** An independent copy over a copy of the trials. */
  Coupling copy(Trials copied) {
    Coupling copy = new Coupling(copied, rows.copy(copied));
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
    copy.pending.addAll(pending);
    return copy;
  }

  PseudoRows rows() {
    return rows;
  }

  Cholesky factor() {
    return factor;
  }

  /** Whether S cannot be factored; there are no rows then. */
  boolean isDegraded() {
    return degraded;
  }

  int rebuilds() {
    return rebuilds;
  }

  /** The changes of S^-1 with one basis; they are written down from the first call on. */
  ChangeLog log() {
    logging = rows.isSimple();
    return log;
  }

  /** Factors everything anew from the compressed curves. */
  void rebuild() {
    rows.clear();
    for (int n = 0; n < trials.size(); n++) {
      rows.addAll(n);
    }
    Optional<Cholesky> built = Cholesky.factor(matrix());
    degraded = built.isEmpty();
    if (degraded) {
      rows.clear();
    }
    factor = built.orElseGet(() -> Cholesky.empty(8));
    rowsWhenBuilt = rows.size();
    changes = 0;
    rebuilds++;
    solved = false;
    inverted = false;
    log.clear();
    pending.clear();
  }

  /** The upper triangle of S. */
  private DMatrixRMaj matrix() {
    DMatrixRMaj matrix = new DMatrixRMaj(rows.size(), rows.size());
    for (int r = 0; r < rows.size(); r++) {
      for (int c = r; c < rows.size(); c++) {
        matrix.unsafe_set(r, c, rows.covariance(r, c));
      }
    }
    return matrix;
  }

  /** Notes that a trial has new values; they are taken in when somebody asks. */
  void observe(int trial) {
    pending.add(trial);
  }

  /** Takes in all values: one change a trial, or if there are many, all at once. */
  void settle() {
    if (pending.isEmpty()) {
      return;
    }
    if (degraded || pending.size() > MOST_PENDING + rows.size() / MOST_PENDING) {
      rebuild();
      return;
    }
    List<Integer> all = List.copyOf(pending);
    int before = rebuilds;
    for (int i = 0; i < all.size() && rebuilds == before; i++) {
      takeIn(all.get(i));
    }
    pending.clear();
    if (changes >= CHECK_EVERY) {
      check();
    }
  }

  private void takeIn(int trial) {
    solved = false;
    changes++;
    if (rows.isSimple() && rows.firstRow(trial) >= 0) {
      sharpen(trial);
      return;
    }
    Compression news = rows.untaken(trial);
    int before = rebuilds;
    for (int i = 0; i < news.rank() && rebuilds == before; i++) {
      rows.add(trial, news, i);
      append();
    }
  }

  /** Takes in the last row. */
  private void append() {
    double[] row = new double[rows.size()];
    for (int c = 0; c < row.length; c++) {
      row[c] = rows.covariance(c, row.length - 1);
    }
    if (!factor.append(row)) {
      rebuild();
    } else if (rows.isSimple() && (inverted || logging)) {
      logAppended();
    }
  }

  private void logAppended() {
    int last = rows.size() - 1;
    double[] change = new double[last + 1];
    change[last] = 1;
    factor.solve(change);
    // The last column of the new inverse: (-S^-1 s, 1) / d^2 by the old one.
    double share = 1 / change[last];
    if (inverted) {
      inverseDiagonal = Arrays.copyOf(inverseDiagonal, last + 1);
      addSquares(change, share, last);
      inverseDiagonal[last] = change[last];
    }
    log.add(rows.weights(change)[0], share);
  }

  /** One basis: the noise of a trial's pseudo-observation shrinks. */
  private void sharpen(int trial) {
    int row = rows.firstRow(trial);
    double shrink = rows.sharpen(trial);
    if (inverted || logging) {
      logSharpened(row, shrink);
    }
    double[] vector = new double[rows.size()];
    vector[row] = Math.sqrt(shrink);
    if (!factor.downdate(vector)) {
      rebuild();
    }
  }

  private void logSharpened(int row, double shrink) {
    double[] change = new double[rows.size()];
    change[row] = 1;
    factor.solve(change);
    double share = shrink / (1 - shrink * change[row]);
    if (inverted) {
      addSquares(change, share, change.length);
    }
    log.add(rows.weights(change)[0], share);
  }

  private void addSquares(double[] change, double share, int count) {
    for (int r = 0; r < count; r++) {
      inverseDiagonal[r] += change[r] * change[r] * share;
    }
  }

  private void check() {
    changes = 0;
    boolean isLong = rows.size() - rowsWhenBuilt > MOST_EXTRA_ROWS;
    if ((isLong && !rows.isSimple()) || !isAccurate()) {
      rebuild();
    }
  }

  /** Whether S a is h, S with the jitter of its factor. */
  private boolean isAccurate() {
    double[] weights = solution();
    double scale = 1;
    double worst = 0;
    for (int r = 0; r < weights.length; r++) {
      double sum = factor.jitter() * weights[r] - rows.target(r);
      for (int c = 0; c < weights.length; c++) {
        sum += rows.covariance(r, c) * weights[c];
      }
      worst = Math.max(worst, Math.abs(sum));
      scale = Math.max(scale, Math.abs(rows.target(r)));
    }
    return worst <= LARGEST_RESIDUAL * scale;
  }

  /** S^-1 h. */
  double[] solution() {
    if (!solved) {
      solution = rows.targets();
      factor.solve(solution);
      solutionWeights = new double[0][];
      solved = true;
    }
    return solution;
  }

  /** S^-1 h as weights per basis and trial. */
  private double[][] solutionWeights() {
    double[] values = solution();
    if (solutionWeights.length == 0 || solutionWeights[0].length != trials.size()) {
      solutionWeights = rows.weights(values);
    }
    return solutionWeights;
  }

  /** Per trial, what to multiply its kernel to a point with to get the mean of phi' w there. */
  double[] meanWeights(double[] phi) {
    double[][] weights = solutionWeights();
    double[] combined = new double[trials.size()];
    for (int j = 0; j < phi.length; j++) {
      double share = phi[j] * rows.variance(j);
      for (int n = 0; n < combined.length; n++) {
        combined[n] += share * weights[j][n];
      }
    }
    return combined;
  }

  /** The mean of phi' w at a trial. */
  double meanAt(int trial, double[] phi) {
    int row = ownRow(trial);
    if (row >= 0) {
      return phi[0] * (rows.target(row) - rows.noise(row) * solution()[row]);
    }
    return rows.apply(solutionWeights(), trials.kernelRow(trial), phi);
  }

  /** The variance of phi' w at a trial. */
  double varianceAt(int trial, double[] phi) {
    int row = ownRow(trial);
    if (row >= 0) {
      double noise = rows.noise(row);
      return phi[0] * phi[0] * noise * Math.max(0, 1 - noise * inverseDiagonal()[row]);
    }
    double[] column = rows.column(trials.kernelRow(trial), phi);
    factor.forwardSolve(column);
    return rows.priorCovariance(phi, phi) - TimeFactor.dot(column, column, column.length);
  }

  /**
   * The row that alone gives mean and variance of a trial, with one basis: for S = K + D, K S^-1 h
   * = h - D S^-1 h, and K - K S^-1 K = D - D S^-1 D. Not for large D, where digits would cancel.
   */
  private int ownRow(int trial) {
    int row = rows.isSimple() ? rows.firstRow(trial) : -1;
    return row >= 0 && rows.noise(row) < LARGEST_NOISE * rows.variance(0) ? row : -1;
  }

  /**
   * What is left of a column c of S without noise once S^-1 c is taken as known, c - K S^-1 c, at
   * each trial: D S^-1 c with one basis, as S = K + D. NaN where a trial has no {@link #ownRow}.
   *
   * @param solved S^-1 c
   */
  double[] leftAtTrials(double[] solved) {
    double[] left = new double[trials.size()];
    for (int n = 0; n < left.length; n++) {
      int row = factor.jitter() == 0 ? ownRow(n) : -1;
      left[n] = row >= 0 ? rows.noise(row) * solved[row] : Double.NaN;
    }
    return left;
  }

  /** The diagonal of S^-1; kept up to date from the first call on. */
  private double[] inverseDiagonal() {
    if (!inverted) {
      inverseDiagonal = new double[rows.size()];
      DMatrixRMaj inverse = factor.inverse();
      for (int r = 0; r < inverseDiagonal.length; r++) {
        inverseDiagonal[r] = inverse.unsafe_get(r, r);
      }
      inverted = true;
    }
    return inverseDiagonal;
  }

  /** The log evidence of the pseudo-observations, compressed; NaN if S cannot be factored. */
  double logEvidence() {
    if (degraded) {
      return Double.NaN;
    }
    if (!rows.isSimple() && rows.size() > rowsWhenBuilt) {
      rebuild();
    }
    double fit = rows.size() * Math.log(2 * Math.PI) + factor.logDeterminant();
    double scale = 0;
    for (int r = 0; r < rows.size(); r++) {
      fit += rows.target(r) * solution()[r];
      scale += rows.isSimple() ? 0.5 * Math.log(rows.noise(r)) : 0;
    }
    return scale - 0.5 * fit;
  }
}
