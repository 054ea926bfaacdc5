package dev.thaw.core.gp;

import java.util.List;
import java.util.stream.IntStream;

/** A kernel of the scaled distance: automatic relevance determination. */
record Ard(Shape shape, List<Integer> columns) implements Kernel {
  private static final double SQRT5 = Math.sqrt(5);

  /** The covariance as a function of the squared distance. */
  enum Shape {
    MATERN52 {
      @Override
      double value(double squared) {
        double s = SQRT5 * Math.sqrt(squared);
        return (1 + s + s * s / 3) * StrictMath.exp(-s);
      }

      @Override
      double slope(double squared, double value) {
        double s = SQRT5 * Math.sqrt(squared);
        return -5.0 / 6 * (1 + s) / (1 + s + s * s / 3) * value;
      }
    },
    RBF {
      @Override
      double value(double squared) {
        return StrictMath.exp(-squared / 2);
      }

      @Override
      double slope(double squared, double value) {
        return -value / 2;
      }
    };

    abstract double value(double squared);

    /** The derivative of the value with respect to the squared distance; finite at 0. */
    abstract double slope(double squared, double value);
  }

  @Override
  public List<Hyperparameter> hyperparameters() {
    double mean = StrictMath.log(columns.size()) / 2 - 0.7;
    return columns.stream().map(j -> Hyperparameter.log("length[" + j + "]", mean, 1)).toList();
  }

  @Override
  public Covariance at(double[] theta, int offset) {
    int[] chosen = columns.stream().mapToInt(Integer::intValue).toArray();
    double[] inverses =
        IntStream.range(0, chosen.length)
            .mapToDouble(j -> StrictMath.exp(-2 * theta[offset + j]))
            .toArray();
    return new Bound(shape, chosen, inverses, offset);
  }

  /** With known length scales, of which it keeps the inverse squares. */
  private static final class Bound implements Covariance {
    private final Shape shape;
    private final int[] columns;
    private final double[] inverses;
    private final int offset;

    Bound(Shape shape, int[] columns, double[] inverses, int offset) {
      this.shape = shape;
      this.columns = columns;
      this.inverses = inverses;
      this.offset = offset;
    }

    private double squaredDistance(double[] x, double[] y) {
      double squared = 0;
      for (int j = 0; j < columns.length; j++) {
        double difference = x[columns[j]] - y[columns[j]];
        squared += difference * difference * inverses[j];
      }
      return squared;
    }

    @Override
    public double between(double[] x, double[] y) {
      return shape.value(squaredDistance(x, y));
    }

    @Override
    public double pullBack(double[][] points, int i, int j, double weight, Slopes slopes) {
      double[] x = points[i];
      double[] y = points[j];
      double squared = squaredDistance(x, y);
      double value = shape.value(squared);
      double slope = 2 * weight * shape.slope(squared, value);
      double[] atX = slopes.points()[i];
      double[] atY = slopes.points()[j];
      for (int k = 0; k < columns.length; k++) {
        double difference = x[columns[k]] - y[columns[k]];
        double atDifference = slope * difference * inverses[k];
        atX[columns[k]] += atDifference;
        atY[columns[k]] -= atDifference;
        slopes.theta()[offset + k] -= atDifference * difference;
      }
      return value;
    }
  }
}
