package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points of the unit cube that a {@link CurveModel} is asked about again and again.
 *
 * <p>Remembers their kernel columns: one per configuration that a model held, for as long as the
 * length scales stay the same, also across models. And, for the last model that asked, what is
 * known of their variances. It takes 8 to 16 bytes for each candidate and configuration. Not
 * thread-safe.
 */
public final class Candidates {
  private final double[][] points;
  private final Map<Point, double[]> columns = new LinkedHashMap<>();
  private double[][] scaled = new double[0][];
  private @Nullable CurveHyperparameters theta;
  private @Nullable Trials trials;
  private final List<double[]> columnOfTrial = new ArrayList<>();
  private @Nullable Coupling known;
  private final double[] reductions;
  private final long[] versions;
  private final double[][] rows;

  private Candidates(double[][] points) {
    this.points = points;
    this.reductions = new double[points.length];
    this.versions = new long[points.length];
    this.rows = new double[points.length][0];
  }

  /** A point that is equal to others with the same coordinates. */
  private record Point(List<Double> coordinates) {
    static Point of(double[] coordinates) {
      return new Point(Arrays.stream(coordinates).boxed().toList());
    }
  }

  /** Returns candidates; {@code points} holds d numbers each and is copied. */
  public static Candidates of(double[][] points) {
    double[][] copy = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      copy[i] = points[i].clone();
    }
    return new Candidates(copy);
  }

  /** The number of candidates. */
  public int size() {
    return points.length;
  }

  /** Returns candidate {@code i}, counted from 0; a copy. */
  public double[] point(int i) {
    return points[i].clone();
  }

  double[] scaled(int i) {
    return scaled[i];
  }

  /** Brings the kernel columns up to date with a model. */
  void attach(Trials model) {
    if (theta == null || !sameScales(theta, model.theta())) {
      columns.clear();
      trials = null;
      scaled = new double[points.length][];
      for (int i = 0; i < points.length; i++) {
        scaled[i] = Matern.scaled(points[i], model.theta());
      }
    }
    theta = model.theta();
    if (trials != model) {
      columnOfTrial.clear();
      Arrays.fill(rows, new double[0]);
      trials = model;
    }
    while (columnOfTrial.size() < model.size()) {
      TrialState state = model.get(columnOfTrial.size());
      columnOfTrial.add(
          columns.computeIfAbsent(Point.of(state.point()), p -> column(state.scaled())));
    }
  }

  private static boolean sameScales(CurveHyperparameters a, CurveHyperparameters b) {
    return a.inputs() == b.inputs()
        && Arrays.equals(a.vector(), 0, a.inputs(), b.vector(), 0, b.inputs());
  }

  private double[] column(double[] center) {
    double[] column = new double[points.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = Matern.at(scaled[i], center);
    }
    return column;
  }

  /** Per candidate, the sum over trials of weight and kernel, added to {@code start}. */
  double[] sums(double[] weights, double start) {
    double[] sums = new double[points.length];
    Arrays.fill(sums, start);
    int n = 0;
    for (; n + 3 < weights.length; n += 4) {
      addFour(sums, weights, n);
    }
    for (; n < weights.length; n++) {
      addOne(sums, weights[n], columnOfTrial.get(n));
    }
    return sums;
  }

  private void addFour(double[] sums, double[] weights, int n) {
    double[] p = columnOfTrial.get(n);
    double[] q = columnOfTrial.get(n + 1);
    double[] r = columnOfTrial.get(n + 2);
    double[] s = columnOfTrial.get(n + 3);
    addFour(sums, weights[n], p, weights[n + 1], q, weights[n + 2], r, weights[n + 3], s);
  }

  /** One pass over the sums for four columns; HotSpot turns it into vector instructions. */
  private static void addFour(
      double[] y,
      double a,
      double[] p,
      double b,
      double[] q,
      double c,
      double[] r,
      double d,
      double[] s) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * p[i] + b * q[i] + c * r[i] + d * s[i];
    }
  }

  private static void addOne(double[] y, double a, double[] p) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * p[i];
    }
  }

  /** The kernel of one candidate to all trials; kept, as columns are slow to read across. */
  double[] kernel(int i) {
    int kept = rows[i].length;
    if (kept < columnOfTrial.size()) {
      rows[i] = Arrays.copyOf(rows[i], columnOfTrial.size());
      for (int n = kept; n < rows[i].length; n++) {
        rows[i][n] = columnOfTrial.get(n)[i];
      }
    }
    return rows[i];
  }

  /**
   * With one basis: per asked candidate, c' S^-1 c, brought up to date or computed.
   *
   * @param which the candidates, each from 0
   */
  double[] reductions(Coupling coupling, int[] which) {
    if (known != coupling) {
      known = coupling;
      Arrays.fill(versions, Long.MIN_VALUE / 2);
    }
    ChangeLog log = coupling.log();
    List<Integer> missing = new ArrayList<>();
    for (int i : which) {
      long behind = log.last() - versions[i];
      // A change costs one inner product, a fresh start half the square of the rows.
      if (behind > coupling.rows().size() / 4 || !log.reaches(versions[i])) {
        missing.add(i);
      } else if (behind > 0) {
        catchUp(coupling, log, i);
      }
    }
    solve(coupling, missing.stream().distinct().mapToInt(Integer::intValue).toArray());
    double[] result = new double[which.length];
    for (int k = 0; k < which.length; k++) {
      result[k] = reductions[which[k]];
    }
    return result;
  }

  private void catchUp(Coupling coupling, ChangeLog log, int i) {
    double[] kernel = kernel(i);
    double variance = coupling.rows().variance(0);
    for (ChangeLog.Change change : log.since(versions[i])) {
      double[] weights = change.weights();
      double part = variance * TimeFactor.dot(weights, kernel, weights.length);
      reductions[i] += change.share() * part * part;
    }
    versions[i] = log.last();
  }

  private void solve(Coupling coupling, int[] which) {
    double[] sums = solved(coupling, which, new double[] {1});
    for (int k = 0; k < which.length; k++) {
      reductions[which[k]] = sums[k];
      versions[which[k]] = coupling.log().last();
    }
  }

  /** c' S^-1 c for phi' w at some candidates. */
  double[] solved(Coupling coupling, int[] which, double[] phi) {
    double[] result = new double[which.length];
    if (which.length == 0 || coupling.rows().size() == 0) {
      return result;
    }
    double[][] system = new double[coupling.rows().size()][which.length];
    for (int r = 0; r < system.length; r++) {
      double scale = coupling.rows().priorCovariance(phi, coupling.rows().bases(r));
      double[] column = columnOfTrial.get(coupling.rows().owner(r));
      for (int k = 0; k < which.length; k++) {
        system[r][k] = scale * column[which[k]];
      }
    }
    coupling.factor().forwardSolve(system);
    for (double[] row : system) {
      for (int k = 0; k < result.length; k++) {
        result[k] += row[k] * row[k];
      }
    }
    return result;
  }
}
