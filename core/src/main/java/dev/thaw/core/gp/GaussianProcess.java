package dev.thaw.core.gp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * A Gaussian process with known hyperparameters that has seen some observations, and can see more
 * or forget some in O(n²).
 *
 * <p>Bad data never makes it throw: an observation that is not finite is dropped, a covariance
 * matrix that is too nearly singular gets jitter, a factor that has lost its precision is computed
 * afresh, and if nothing helps the process predicts its prior. {@link #report} says which of this
 * happened. Points must all have one width. Not thread-safe; {@link #copy} for a what-if.
 */
public final class GaussianProcess {
  private static final double LARGEST_RESIDUAL = 1e-8;

  private final GpModel.Bound model;

  /** Warped. */
  private final List<double[]> points = new ArrayList<>();

  /** The lower triangle of the covariance matrix with noise, row by row. */
  private final List<double[]> rows = new ArrayList<>();

  /** Targets less the mean. */
  private double[] residuals = new double[0];

  /** (A + jitter I)⁻¹ residuals; empty, as the factor, if there is no factor. */
  private double[] weights = new double[0];

  private Cholesky factor = Cholesky.empty(0);
  private double tolerance;
  private int dropped;
  private int rebuilds;

  GaussianProcess(GpModel.Bound model, Observations observations) {
    this.model = model;
    dropped = observations.dropped();
    for (int i = 0; i < observations.size(); i++) {
      remember(observations.points()[i], observations.targets()[i]);
    }
    factor();
  }

  private GaussianProcess(GaussianProcess other) {
    model = other.model;
    points.addAll(other.points);
    other.rows.forEach(row -> rows.add(row.clone()));
    residuals = other.residuals.clone();
    weights = other.weights.clone();
    factor = other.factor.copy();
    tolerance = other.tolerance;
    dropped = other.dropped;
    rebuilds = other.rebuilds;
  }

  /**
   * What the process had to put up with.
   *
   * @param observations how many it holds
   * @param dropped how many it refused because a number, or a covariance, was not finite
   * @param jitter what was added to the noise variance so that the factor exists
   * @param rebuilds how often the factor was computed afresh because changing it was not possible
   *     or had cost precision
   * @param isPriorOnly whether there is no factor, so that the observations count for nothing
   */
  public record Report(
      int observations, int dropped, double jitter, int rebuilds, boolean isPriorOnly) {}

  /** Returns what the process had to put up with so far. */
  public Report report() {
    return new Report(size(), dropped, factor.jitter(), rebuilds, factor.size() < size());
  }

  /** Returns an independent process in the same state. */
  public GaussianProcess copy() {
    return new GaussianProcess(this);
  }

  /** Returns the number n of observations. */
  public int size() {
    return points.size();
  }

  /** Returns the noise variance: what to add to a variance to predict a measurement. */
  public double noise() {
    return model.noise();
  }

  /**
   * Returns the logarithm of the density of the targets, without those that are ignored (Rasmussen
   * and Williams 2006, equation 2.30).
   */
  public double logEvidence() {
    return GpModel.logDensity(factor, residuals, weights);
  }

  /**
   * Returns the function's distribution at a point (Rasmussen and Williams 2006, equations 2.25 and
   * 2.26, with the constant mean added).
   */
  public Normal predict(double[] point) {
    double[] warped = model.warp(point);
    int n = factor.size();
    double[] cross = new double[n];
    Arrays.setAll(cross, i -> model.covariance().between(points.get(i), warped));
    double mean = model.mean() + Vectors.dot(cross, weights, 0, n);
    factor.forwardSolve(cross);
    double prior = model.covariance().between(warped, warped);
    return new Normal(mean, Math.max(0, prior - Vectors.dot(cross, cross, 0, n)));
  }

  /** Returns the function's distribution at each of some points. */
  public List<Normal> predict(double[][] at) {
    double[][] warped = model.warp(at);
    double[][] cross = cross(warped);
    double[] means = means(cross, at.length);
    factor.forwardSolve(cross);
    double[] explained = new double[at.length];
    for (double[] row : cross) {
      Vectors.addSquares(explained, row);
    }
    var predictions = new ArrayList<Normal>(at.length);
    for (int j = 0; j < at.length; j++) {
      double prior = model.covariance().between(warped[j], warped[j]);
      predictions.add(new Normal(means[j], Math.max(0, prior - explained[j])));
    }
    return predictions;
  }

  /** Returns the function's joint distribution at some points. */
  public Normal.Joint predictJointly(double[][] at) {
    double[][] warped = model.warp(at);
    double[][] cross = cross(warped);
    double[] means = means(cross, at.length);
    factor.forwardSolve(cross);
    DMatrixRMaj covariance = model.covariance().matrix(warped);
    for (int j = 0; j < at.length; j++) {
      double[] explained = new double[at.length];
      Vectors.subtract(explained, cross, j, cross, 0, cross.length, 0, at.length);
      for (int k = 0; k < at.length; k++) {
        covariance.add(j, k, explained[k]);
      }
    }
    return new Normal.Joint(means, covariance);
  }

  private double[][] cross(double[][] warped) {
    double[][] used = points.subList(0, factor.size()).toArray(double[][]::new);
    return model.covariance().matrix(used, warped);
  }

  private double[] means(double[][] cross, int count) {
    double[] means = new double[count];
    Arrays.fill(means, model.mean());
    for (int i = 0; i < cross.length; i++) {
      Vectors.subtract(means, -weights[i], cross[i], 0, count);
    }
    return means;
  }

  /**
   * Returns for each observation its distribution, noise included, given all others (Rasmussen and
   * Williams 2006, equations 5.10 to 5.12). Takes O(n³).
   */
  public List<Normal> leaveOneOut() {
    DMatrixRMaj inverse = factor.inverse();
    var predictions = new ArrayList<Normal>(factor.size());
    for (int i = 0; i < factor.size(); i++) {
      double precision = inverse.unsafe_get(i, i);
      double target = residuals[i] + model.mean();
      predictions.add(new Normal(target - weights[i] / precision, 1 / precision));
    }
    return predictions;
  }

  /** Adds an observation, the last one from now on; false if it is not finite and was dropped. */
  public boolean append(double[] point, double target) {
    boolean isFactored = factor.size() == size();
    if (!remember(point, target)) {
      return false;
    }
    settle(isFactored && factor.append(rows.getLast()));
    return true;
  }

  /** Forgets an observation. Those after it move up by one. */
  public void delete(int index) {
    boolean isFactored = factor.size() == size();
    points.remove(index);
    rows.remove(index);
    for (int i = index; i < rows.size(); i++) {
      double[] row = rows.get(i);
      System.arraycopy(row, index + 1, row, index, row.length - index - 1);
      rows.set(i, Arrays.copyOf(row, row.length - 1));
    }
    System.arraycopy(residuals, index + 1, residuals, index, size() - index);
    residuals = Arrays.copyOf(residuals, size());
    if (isFactored) {
      factor.delete(index);
    }
    settle(isFactored);
  }

  /** Adds an observation without factoring, unless something about it is not finite. */
  private boolean remember(double[] point, double target) {
    double[] warped = model.warp(point);
    double[] row = new double[size() + 1];
    for (int j = 0; j < size(); j++) {
      row[j] = model.covariance().between(warped, points.get(j));
    }
    row[size()] = model.covariance().between(warped, warped) + model.noise();
    if (!Observations.isFinite(point, target) || !Observations.isFinite(row, 0)) {
      dropped++;
      return false;
    }
    points.add(warped);
    rows.add(row);
    residuals = Arrays.copyOf(residuals, size());
    residuals[size() - 1] = target - model.mean();
    return true;
  }

  /** Solves again, and factors again if the factor could not follow or is no longer precise. */
  private void settle(boolean isFactored) {
    if (isFactored) {
      solve();
    }
    if (!isFactored || !(residual() <= tolerance)) {
      rebuilds++;
      factor();
    }
  }

  private void factor() {
    var matrix = new DMatrixRMaj(size(), size());
    for (int i = 0; i < size(); i++) {
      for (int j = 0; j <= i; j++) {
        matrix.unsafe_set(j, i, rows.get(i)[j]);
      }
    }
    factor = Cholesky.factor(matrix).orElseGet(() -> Cholesky.empty(0));
    solve();
    // An ill-conditioned matrix leaves more from the start, and building again would not help.
    double least = LARGEST_RESIDUAL * (1 + Vectors.largest(residuals));
    tolerance = factor.size() < size() ? least : Math.max(least, 10 * residual());
  }

  private void solve() {
    weights = Arrays.copyOf(residuals, factor.size());
    factor.solve(weights);
  }

  /** The largest entry of |(A + jitter I) weights - residuals|. */
  private double residual() {
    double[] left = residuals.clone();
    for (int i = 0; i < size(); i++) {
      double[] row = rows.get(i);
      left[i] -= Vectors.dot(row, weights, 0, i + 1) + factor.jitter() * weights[i];
      Vectors.subtract(left, weights[i], row, 0, i);
    }
    return Vectors.largest(left);
  }
}
