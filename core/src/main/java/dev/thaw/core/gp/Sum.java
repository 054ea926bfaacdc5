package dev.thaw.core.gp;

import java.util.List;

/** A sum of kernels. */
record Sum(List<Kernel> terms) implements Kernel {

  @Override
  public List<Hyperparameter> hyperparameters() {
    return Parts.hyperparameters("term", terms);
  }

  @Override
  public Covariance at(double[] theta, int offset) {
    return new Bound(Parts.at(terms, theta, offset));
  }

  private static final class Bound implements Covariance {
    private final Covariance[] terms;

    Bound(Covariance[] terms) {
      this.terms = terms;
    }

    @Override
    public double between(double[] x, double[] y) {
      double sum = 0;
      for (Covariance term : terms) {
        sum += term.between(x, y);
      }
      return sum;
    }

    @Override
    public double pullBack(double[][] points, int i, int j, double weight, Slopes slopes) {
      double sum = 0;
      for (Covariance term : terms) {
        sum += term.pullBack(points, i, j, weight, slopes);
      }
      return sum;
    }
  }
}
