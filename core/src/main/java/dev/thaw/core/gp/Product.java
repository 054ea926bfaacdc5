package dev.thaw.core.gp;

import java.util.List;

/** A product of kernels. */
record Product(List<Kernel> factors) implements Kernel {

  @Override
  public List<Hyperparameter> hyperparameters() {
    return Parts.hyperparameters("factor", factors);
  }

  @Override
  public Covariance at(double[] theta, int offset) {
    return new Bound(Parts.at(factors, theta, offset));
  }

  private static final class Bound implements Covariance {
    private final Covariance[] factors;

    Bound(Covariance[] factors) {
      this.factors = factors;
    }

    @Override
    public double between(double[] x, double[] y) {
      double product = 1;
      for (Covariance factor : factors) {
        product *= factor.between(x, y);
      }
      return product;
    }

    /** Each factor in turn varies while the others stay. No division: a factor may be zero. */
    @Override
    public double pullBack(double[][] points, int i, int j, double weight, Slopes slopes) {
      double product = 1;
      for (Covariance varying : factors) {
        double others = weight;
        for (Covariance factor : factors) {
          others *= factor == varying ? 1 : factor.between(points[i], points[j]);
        }
        product *= varying.pullBack(points, i, j, others, slopes);
      }
      return product;
    }
  }
}
