package dev.thaw.core.gp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A minimiser of smooth functions in a box: limited-memory BFGS with projection.
 *
 * <p>Coordinates that lie on a bound and would leave it are held; the others move along the
 * quasi-Newton direction of the two-loop recursion (Nocedal and Wright, "Numerical Optimization",
 * 2nd edition, algorithm 7.4), cut off at the box, with steps that shrink until Armijo's condition
 * holds (Bertsekas, "Projected Newton methods for optimization problems with simple constraints",
 * SIAM J. Control and Optimization 20, 1982). The same input gives the same output bit for bit.
 *
 * <p>A value or gradient that is not finite counts as too high, so the step shrinks; nothing that
 * the function returns makes this throw.
 *
 * @param memory the number of steps that shape the direction, at least 1
 * @param maxIterations the number of accepted steps, at least 0
 * @param gradientTolerance done when no coordinate of the projected gradient is larger
 * @param valueTolerance done when a step improves the value by less than this, relative to the
 *     magnitude of the value or to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
public record Lbfgs(
    int memory, int maxIterations, double gradientTolerance, double valueTolerance) {
  private static final double ARMIJO = 1e-4;
  private static final int MAX_SHRINKS = 30;

  /** A function to minimise. */
  @FunctionalInterface
  public interface Objective {
    /**
     * Returns the value at a point and writes the gradient there.
     *
     * @param point to be read only, and not kept
     * @param gradient to be written, of the length of the point
     */
    double at(double[] point, double[] gradient);
  }

  /** Why the search ended. */
  public enum End {
    /** The projected gradient, or the last improvement, is within its tolerance. */
    CONVERGED,
    /** The iterations are used up. */
    ITERATION_LIMIT,
    /** No step along the gradient lowers the value: rounding, or a wrong gradient. */
    NO_PROGRESS,
    /** The value or gradient at the start is not finite; the start is returned. */
    INVALID_START
  }

  /**
   * The lowest point found.
   *
   * @param point inside the box
   * @param value the value there; NaN or infinite only with {@link End#INVALID_START}
   * @param iterations the accepted steps
   * @param evaluations the calls of the function
   */
  public record Minimum(double[] point, double value, int iterations, int evaluations, End end) {}

  /** Checks the settings. */
  public Lbfgs {
    if (memory < 1 || maxIterations < 0) {
      throw new IllegalArgumentException(
          "memory (%d) must be at least 1 and maxIterations (%d) at least 0."
              .formatted(memory, maxIterations));
    }
  }

  /** Returns a minimiser with a memory of 10 steps and tolerances of 1e-5 and 1e-8. */
  public static Lbfgs withIterations(int maxIterations) {
    return new Lbfgs(10, maxIterations, 1e-5, 1e-8);
  }

  /**
   * Returns the lowest point that a search from {@code start} finds.
   *
   * @param start moved into the box first
   * @param lower the least coordinates, may be negative infinity
   * @param upper the greatest coordinates, each at least its lower one, may be infinity
   */
  public Minimum minimise(Objective objective, double[] start, double[] lower, double[] upper) {
    if (lower.length != start.length || upper.length != start.length) {
      throw new IllegalArgumentException(
          "start (%d), lower (%d) and upper (%d) must have one length."
              .formatted(start.length, lower.length, upper.length));
    }
    return new Search(objective, start, lower, upper).run();
  }

  /** A step and the change of the gradient along it. */
  private record Pair(double[] step, double[] change) {}

  /** A point with its value and gradient. */
  private record Place(double[] point, double value, double[] gradient) {
    boolean isFinite() {
      double sum = value;
      for (double slope : gradient) {
        sum += Math.abs(slope);
      }
      return Double.isFinite(sum);
    }
  }

  private final class Search {
    private final Objective objective;
    private final double[] lower;
    private final double[] upper;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private Place here;
    private int iterations;
    private int evaluations;

    Search(Objective objective, double[] start, double[] lower, double[] upper) {
      this.objective = objective;
      this.lower = lower;
      this.upper = upper;
      here = place(start, new double[start.length], 0);
    }

    Minimum run() {
      if (!here.isFinite()) {
        return end(End.INVALID_START);
      }
      while (true) {
        boolean[] held = held();
        double[] downhill = downhill(held);
        if (Vectors.largest(downhill) <= gradientTolerance) {
          return end(End.CONVERGED);
        }
        if (iterations == maxIterations) {
          return end(End.ITERATION_LIMIT);
        }
        double before = here.value;
        if (!advance(held, downhill)) {
          return end(End.NO_PROGRESS);
        }
        iterations++;
        if (before - here.value <= valueTolerance * Math.max(1, Math.abs(before))) {
          return end(End.CONVERGED);
        }
      }
    }

    private Minimum end(End end) {
      return new Minimum(here.point, here.value, iterations, evaluations, end);
    }

    /** Moves on along the quasi-Newton direction, or if that fails along the gradient. */
    private boolean advance(boolean[] held, double[] downhill) {
      if (!pairs.isEmpty()) {
        double[] direction = direction(held, downhill);
        if (Vectors.dot(direction, here.gradient, 0, direction.length) < 0
            && search(direction, 1)) {
          return true;
        }
        pairs.clear();
      }
      return search(downhill, Math.min(1, 1 / sum(downhill)));
    }

    /** Moves to the first point along the direction that is low enough, or nowhere. */
    private boolean search(double[] direction, double firstLength) {
      double length = firstLength;
      for (int shrinks = 0; shrinks <= MAX_SHRINKS; shrinks++) {
        Place there = place(here.point, direction, length);
        double slope = slopeTo(there.point);
        if (there.isFinite() && slope < 0 && there.value <= here.value + ARMIJO * slope) {
          remember(there);
          here = there;
          return true;
        }
        length *= there.isFinite() ? shrink(slope, there.value - here.value) : 0.2;
      }
      return false;
    }

    /** The lowest point of the parabola through both values and the first slope, kept sane. */
    private static double shrink(double slope, double rise) {
      double lowest = slope / (2 * (slope - rise));
      return lowest >= 0.1 ? Math.min(lowest, 0.5) : 0.1;
    }

    private double slopeTo(double[] point) {
      double slope = 0;
      for (int i = 0; i < point.length; i++) {
        slope += here.gradient[i] * (point[i] - here.point[i]);
      }
      return slope;
    }

    private Place place(double[] from, double[] direction, double length) {
      double[] point = new double[from.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = Math.min(upper[i], Math.max(lower[i], from[i] + length * direction[i]));
      }
      double[] gradient = new double[point.length];
      evaluations++;
      double value = objective.at(point, gradient);
      return new Place(point, value, gradient);
    }

    private boolean[] held() {
      boolean[] held = new boolean[here.point.length];
      for (int i = 0; i < held.length; i++) {
        double slope = here.gradient[i];
        held[i] =
            (here.point[i] <= lower[i] && slope > 0) || (here.point[i] >= upper[i] && slope < 0);
      }
      return held;
    }

    private double[] downhill(boolean[] held) {
      double[] downhill = new double[held.length];
      for (int i = 0; i < held.length; i++) {
        downhill[i] = held[i] ? 0 : -here.gradient[i];
      }
      return downhill;
    }

    private void remember(Place there) {
      double[] step = difference(there.point, here.point);
      double[] change = difference(there.gradient, here.gradient);
      if (isCurved(step, change)) {
        if (pairs.size() == memory) {
          pairs.removeFirst();
        }
        pairs.addLast(new Pair(step, change));
      }
    }

    /** The two-loop recursion in the space of the coordinates that are not held. */
    private double[] direction(boolean[] held, double[] downhill) {
      List<Pair> free = free(held);
      double[] direction = downhill.clone();
      int n = direction.length;
      double[] weights = new double[free.size()];
      for (int k = free.size() - 1; k >= 0; k--) {
        Pair pair = free.get(k);
        weights[k] =
            Vectors.dot(pair.step, direction, 0, n) / Vectors.dot(pair.step, pair.change, 0, n);
        Vectors.subtract(direction, weights[k], pair.change, 0, n);
      }
      if (!free.isEmpty()) {
        Pair last = free.getLast();
        double curvature = Vectors.dot(last.change, last.change, 0, n);
        Vectors.divide(direction, curvature / Vectors.dot(last.step, last.change, 0, n), 0, n);
      }
      for (int k = 0; k < free.size(); k++) {
        Pair pair = free.get(k);
        double back =
            Vectors.dot(pair.change, direction, 0, n) / Vectors.dot(pair.step, pair.change, 0, n);
        Vectors.subtract(direction, back - weights[k], pair.step, 0, n);
      }
      return direction;
    }

    private List<Pair> free(boolean[] held) {
      var free = new ArrayList<Pair>();
      for (Pair pair : pairs) {
        double[] step = masked(pair.step, held);
        double[] change = masked(pair.change, held);
        if (isCurved(step, change)) {
          free.add(new Pair(step, change));
        }
      }
      return free;
    }
  }

  private static boolean isCurved(double[] step, double[] change) {
    int n = step.length;
    return Vectors.dot(step, change, 0, n) > 1e-10 * Vectors.dot(change, change, 0, n);
  }

  private static double[] masked(double[] vector, boolean[] held) {
    double[] masked = vector.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = held[i] ? 0 : masked[i];
    }
    return masked;
  }

  private static double[] difference(double[] x, double[] y) {
    double[] difference = x.clone();
    Vectors.subtract(difference, 1, y, 0, y.length);
    return difference;
  }

  private static double sum(double[] vector) {
    double sum = 0;
    for (double entry : vector) {
      sum += Math.abs(entry);
    }
    return sum;
  }
}
