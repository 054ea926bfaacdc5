package dev.thaw.core.gp;

import java.util.List;
import java.util.stream.Stream;

/** A kernel times a variance. */
record Scaled(Kernel kernel) implements Kernel {

  @Override
  public List<Hyperparameter> hyperparameters() {
    var variance = Hyperparameter.log("variance", StrictMath.log(0.5), 1.5);
    return Stream.concat(Stream.of(variance), kernel.hyperparameters().stream()).toList();
  }

  @Override
  public Covariance at(double[] theta, int offset) {
    return new Bound(kernel.at(theta, offset + 1), StrictMath.exp(theta[offset]), offset);
  }

  private record Bound(Covariance covariance, double variance, int offset) implements Covariance {

    @Override
    public double between(double[] x, double[] y) {
      return variance * covariance.between(x, y);
    }

    @Override
    public double pullBack(double[][] points, int i, int j, double weight, Slopes slopes) {
      double value = variance * covariance.pullBack(points, i, j, weight * variance, slopes);
      slopes.theta()[offset] += weight * value;
      return value;
    }
  }
}
