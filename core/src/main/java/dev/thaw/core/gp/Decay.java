package dev.thaw.core.gp;

import java.util.List;

/** A kernel of times, (β / (u + β))^α, where u is their sum or their distance. */
record Decay(Lag lag, int column) implements Kernel {

  /** What two times make, and its derivative with respect to each. */
  enum Lag {
    SUM,
    DIFFERENCE;

    double of(double t, double other) {
      return this == SUM ? t + other : Math.abs(t - other);
    }

    double slope(double t, double other) {
      return this == SUM ? 1 : Math.signum(t - other);
    }
  }

  @Override
  public List<Hyperparameter> hyperparameters() {
    return List.of(
        new Hyperparameter("ln alpha[" + column + "]", 0, 0.3, -5, StrictMath.log(1.65)),
        Hyperparameter.log("beta[" + column + "]", StrictMath.log(4), 1.2));
  }

  @Override
  public Covariance at(double[] theta, int offset) {
    return new Bound(
        this, StrictMath.exp(theta[offset]), StrictMath.exp(theta[offset + 1]), offset);
  }

  private record Bound(Decay kernel, double alpha, double beta, int offset) implements Covariance {

    @Override
    public double between(double[] x, double[] y) {
      double lag = kernel.lag.of(x[kernel.column], y[kernel.column]);
      return StrictMath.exp(alpha * StrictMath.log(beta / (lag + beta)));
    }

    @Override
    public double pullBack(double[][] points, int i, int j, double weight, Slopes slopes) {
      int column = kernel.column;
      double t = points[i][column];
      double other = points[j][column];
      double lag = kernel.lag.of(t, other);
      double log = StrictMath.log(beta / (lag + beta));
      double value = StrictMath.exp(alpha * log);
      double atLag = -weight * value * alpha / (lag + beta);
      slopes.theta()[offset] += weight * value * alpha * log;
      slopes.theta()[offset + 1] -= atLag * lag;
      slopes.points()[i][column] += atLag * kernel.lag.slope(t, other);
      slopes.points()[j][column] += atLag * kernel.lag.slope(other, t);
      return value;
    }
  }
}
