package dev.thaw.core.curve;

/** The direction in which objective values improve. */
public enum Goal {
  /** Smaller values are better, as for a loss. */
  MINIMIZE,
  /** Larger values are better, as for an accuracy. */
  MAXIMIZE;

  /**
   * The score of an objective value: lower is better under either goal.
   *
   * <p>It is the value itself or its negation, so nothing is rounded; NaN stays NaN.
   */
  public double score(double value) {
    return switch (this) {
      case MINIMIZE -> value;
      case MAXIMIZE -> -value;
    };
  }

  /** The objective value of a score; the inverse of {@link #score}. */
  public double value(double score) {
    return score(score);
  }

  /**
   * Whether objective value {@code a} is strictly better than {@code b}.
   *
   * <p>Ties are not better, and 0.0 ties with -0.0. NaN is never better, and any number is better
   * than NaN.
   */
  public boolean better(double a, double b) {
    return score(a) < score(b) || (Double.isNaN(b) && !Double.isNaN(a));
  }
}
