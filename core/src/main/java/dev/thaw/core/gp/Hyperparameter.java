package dev.thaw.core.gp;

/**
 * A free number of a Gaussian process, such as the logarithm of a length scale, with a normal prior
 * that is cut off at bounds.
 *
 * @param name unique within its model, such as {@code "ln length[2]"}
 * @param mean the prior's mean, within the bounds: where a fit starts if nothing better is known
 * @param sd the prior's standard deviation, positive
 * @param lower the least value
 * @param upper the greatest value
 */
public record Hyperparameter(String name, double mean, double sd, double lower, double upper) {
  private static final double LOG_2_PI = StrictMath.log(2 * Math.PI);

  /** Checks the order of the numbers. */
  public Hyperparameter {
    if (!(lower <= mean && mean <= upper && sd > 0)) {
      throw new IllegalArgumentException(
          "%s: mean (%s) must be within its bounds (%s, %s) and sd (%s) positive."
              .formatted(name, mean, lower, upper, sd));
    }
  }

  /** Returns one whose logarithm is bounded to 5 on either side of the mean. */
  static Hyperparameter log(String name, double mean, double sd) {
    return new Hyperparameter("ln " + name, mean, sd, mean - 5, mean + 5);
  }

  Hyperparameter renamed(String newName) {
    return new Hyperparameter(newName, mean, sd, lower, upper);
  }

  /** The logarithm of the prior density. The bounds do not change its constant. */
  double logDensity(double value) {
    double z = (value - mean) / sd;
    return -z * z / 2 - StrictMath.log(sd) - LOG_2_PI / 2;
  }

  /** The derivative of {@link #logDensity}. */
  double slope(double value) {
    return (mean - value) / (sd * sd);
  }
}
