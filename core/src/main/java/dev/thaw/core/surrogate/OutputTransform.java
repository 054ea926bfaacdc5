package dev.thaw.core.surrogate;

import dev.thaw.core.curve.Goal;
import java.util.Arrays;
import java.util.List;

/**
 * A monotone map from objective values to the units of a {@link CurveModel}: lower is better, the
 * median of the last values of all trials is 0 and, before both tails are drawn in by the inverse
 * hyperbolic sine, their standard deviation is 1.
 *
 * <p>Everything worse than a typical first epoch is one value, the cap: no model has to explain how
 * badly a run diverged. What is not finite is the cap too. The map is made from the curves at hand
 * and never changes; make a new one with each fit. It never divides by zero, whatever the curves.
 */
public final class OutputTransform {
  /** The floor under losses and errors, relative to the median first loss where that is below 1. */
  private static final double FLOOR = 1e-4;

  private static final double CAP_ABOVE_FIRST = 0.1;
  private static final double LARGEST = 1e6;

  /** What is done to a score before it is centred and scaled. */
  public enum Shape {
    /** The logarithm of a loss or an error, which is not negative. */
    LOG,
    /** The logarithm of 1 - a share of successes, so that an accuracy is as its error. */
    LOG_COMPLEMENT,
    /** The logarithm of the odds of an error between 0 and 1. */
    LOGIT,
    /** The same of 1 - a share of successes between 0 and 1. */
    LOGIT_COMPLEMENT,
    /** Nothing. */
    IDENTITY
  }

  private final Goal goal;
  private final Shape shape;
  private final double floor;
  private final double cap;
  private final double center;
  private final double scale;

  private OutputTransform(Goal goal, Shape shape, double[] firsts, double[][] curves) {
    this.goal = goal;
    this.shape = shape;
    this.floor = floor(shape, firsts);
    double[] shapedFirsts = finite(Arrays.stream(firsts).map(this::shaped).toArray());
    double[] lasts = lasts(curves);
    double unit = shape == Shape.IDENTITY ? deviation(finite(lasts), 1) : 1;
    this.cap = shapedFirsts.length == 0 ? 0 : median(shapedFirsts) + CAP_ABOVE_FIRST * unit;
    for (int i = 0; i < lasts.length; i++) {
      lasts[i] = capped(lasts[i]);
    }
    this.center = lasts.length == 0 ? 0 : median(lasts);
    double fallback = deviation(finite(all(curves)), 1);
    this.scale = deviation(lasts, fallback);
  }

  /**
   * Returns the transform that suits the curves: {@link Shape#LOG} to minimise what is nowhere
   * negative, {@link Shape#LOG_COMPLEMENT} to maximise what lies between 0 and 1, otherwise {@link
   * Shape#IDENTITY}.
   *
   * @param curves per trial its objective values in order of epochs; trials may be empty and values
   *     may be NaN or infinite
   */
  public static OutputTransform of(Goal goal, List<double[]> curves) {
    return of(goal, suited(goal, curves), curves);
  }

  /** Returns the transform of a given shape, with cap, centre and scale from the curves. */
  public static OutputTransform of(Goal goal, Shape shape, List<double[]> curves) {
    double[][] reported = curves.stream().filter(c -> c.length > 0).toArray(double[][]::new);
    double[] firsts = new double[reported.length];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = reported[i][0];
    }
    return new OutputTransform(goal, shape, firsts, reported);
  }

  private static Shape suited(Goal goal, List<double[]> curves) {
    double[] values = finite(curves.stream().flatMapToDouble(Arrays::stream).toArray());
    double least = Arrays.stream(values).min().orElse(0);
    double greatest = Arrays.stream(values).max().orElse(0);
    return switch (goal) {
      case MINIMIZE -> least >= 0 && greatest > 0 ? Shape.LOG : Shape.IDENTITY;
      case MAXIMIZE -> least >= 0 && greatest <= 1 ? Shape.LOG_COMPLEMENT : Shape.IDENTITY;
    };
  }

  private static double floor(Shape shape, double[] firsts) {
    double[] known = finite(firsts);
    if (shape != Shape.LOG || known.length == 0 || median(known) <= 0) {
      return FLOOR;
    }
    return FLOOR * Math.min(1, median(known));
  }

  private double[] lasts(double[][] curves) {
    double[] lasts = new double[curves.length];
    for (int i = 0; i < lasts.length; i++) {
      lasts[i] = shaped(curves[i][curves[i].length - 1]);
    }
    return lasts;
  }

  private double[] all(double[][] curves) {
    return Arrays.stream(curves)
        .flatMapToDouble(Arrays::stream)
        .map(value -> capped(shaped(value)))
        .toArray();
  }

  /** The shaped score; NaN for what is not finite: an infinite accuracy is no success either. */
  private double shaped(double value) {
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    return switch (shape) {
      case LOG -> Math.log(Math.max(value, floor));
      case LOG_COMPLEMENT -> Math.log(Math.max(1 - value, floor));
      case LOGIT -> logit(value);
      case LOGIT_COMPLEMENT -> logit(1 - value);
      case IDENTITY -> goal.score(value);
    };
  }

  private double logit(double error) {
    double inside = Math.max(floor, Math.min(1 - floor, error));
    return Math.log(inside / (1 - inside));
  }

  private double capped(double shaped) {
    return shaped < cap ? shaped : cap;
  }

  /** Returns a value in the units of the model: finite, at most {@link #cap}. */
  public double apply(double objective) {
    return drawnIn((capped(shaped(objective)) - center) / scale);
  }

  /**
   * The inverse hyperbolic sine: about the number itself near 0, a logarithm far from it. On some
   * problems the best configurations lie 12 deviations below the median, which no process with
   * normal values foresees; drawn in, they lie at about 3.
   */
  private static double drawnIn(double standard) {
    double sign = Math.signum(standard);
    double size = Math.min(LARGEST, Math.abs(standard));
    return sign * StrictMath.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
  }

  /** Returns a curve in the units of the model. */
  public double[] apply(double[] objectives) {
    return Arrays.stream(objectives).map(this::apply).toArray();
  }

  /**
   * Returns the objective value of a value in the units of the model, for showing it to users. The
   * inverse of {@link #apply} between floor and cap.
   */
  public double objective(double transformed) {
    double shaped = center + scale * StrictMath.sinh(transformed);
    return switch (shape) {
      case LOG -> Math.exp(shaped);
      case LOG_COMPLEMENT -> 1 - Math.exp(shaped);
      case LOGIT -> 1 / (1 + Math.exp(-shaped));
      case LOGIT_COMPLEMENT -> 1 / (1 + Math.exp(shaped));
      case IDENTITY -> goal.value(shaped);
    };
  }

  /** The largest value in the units of the model: what a diverged trial gets. */
  public double cap() {
    return drawnIn((cap - center) / scale);
  }

  /** What is done to a score before it is centred and scaled. */
  public Shape shape() {
    return shape;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /** The sample standard deviation, or the fallback if there is none that one could divide by. */
  private static double deviation(double[] values, double fallback) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / (values.length - 1));
    boolean usable = values.length > 1 && deviation > 1e-12 * Math.max(1, Math.abs(mean));
    return usable && Double.isFinite(deviation) ? deviation : fallback;
  }
}
