package dev.thaw.core.foresight;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;

/**
 * A kernel density estimate on the unit cube of a space: the mean over data of products of Gaussian
 * kernels, and of Aitchison-Aitken kernels for categorical parameters. Bandwidths follow the
 * normal-reference rule 1.06 s n^(-1/(4+d)), with the standard deviation s of each coordinate.
 */
final class KernelDensity {

  private static final double BANDWIDTH_MIN = 1e-3;
  private static final double SQRT_2PI = Math.sqrt(2 * Math.PI);

  private final double[][] data;
  private final double[] bandwidths;

  /** The number of choices of each coordinate; 0 where it is continuous. */
  private final int[] choices;

  private KernelDensity(double[][] data, double[] bandwidths, int[] choices) {
    this.data = data;
    this.bandwidths = bandwidths;
    this.choices = choices;
  }

  /** Fits the points with indexes from {@code from} to {@code to}, exclusive, at least one. */
  static KernelDensity of(SearchSpace space, double[][] points, int from, int to) {
    double[][] data = Arrays.copyOfRange(points, from, to);
    int dimension = space.dimension();
    double[] bandwidths = new double[dimension];
    int[] choices = new int[dimension];
    double factor = 1.06 * Math.pow(data.length, -1.0 / (4 + dimension));
    for (int i = 0; i < dimension; i++) {
      if (space.coordinate(i) instanceof CategoricalParameter categorical) {
        choices[i] = categorical.values().size();
        double widest = (choices[i] - 1.0) / choices[i];
        bandwidths[i] = Math.clamp(factor * deviation(data, i) * choices[i], BANDWIDTH_MIN, widest);
      } else {
        bandwidths[i] = Math.max(factor * deviation(data, i), BANDWIDTH_MIN);
      }
    }
    return new KernelDensity(data, bandwidths, choices);
  }

  private static double deviation(double[][] data, int coordinate) {
    double sum = 0;
    double squares = 0;
    for (double[] point : data) {
      sum += point[coordinate];
      squares += point[coordinate] * point[coordinate];
    }
    double mean = sum / data.length;
    return Math.sqrt(Math.max(0, squares / data.length - mean * mean));
  }

  /** The density at a point. */
  double at(double[] point) {
    double sum = 0;
    for (double[] datum : data) {
      double product = 1;
      for (int i = 0; i < point.length; i++) {
        product *= kernel(i, point[i], datum[i]);
      }
      sum += product;
    }
    return sum / data.length;
  }

  private double kernel(int coordinate, double a, double b) {
    double width = bandwidths[coordinate];
    if (choices[coordinate] > 0) {
      boolean same = Math.abs(a - b) * choices[coordinate] < 0.5;
      return same ? 1 - width : width / (choices[coordinate] - 1);
    }
    double u = (a - b) / width;
    return Math.exp(-0.5 * u * u) / (width * SQRT_2PI);
  }

  /**
   * A draw near a random datum: continuous coordinates from a normal distribution truncated to [0,
   * 1], of which the deviation is the bandwidth times a factor.
   */
  double[] sample(Draws draws, double factor, int attempts) {
    double[] center = data[draws.below(data.length, 0)];
    double[] point = new double[center.length];
    for (int i = 0; i < point.length; i++) {
      Draws own = draws.split("coordinate", i);
      if (choices[i] > 0) {
        boolean keep = own.uniform(0) < 1 - bandwidths[i];
        point[i] = keep ? center[i] : (own.below(choices[i], 1) + 0.5) / choices[i];
      } else {
        point[i] = truncated(own, center[i], factor * bandwidths[i], attempts);
      }
    }
    return point;
  }

  private static double truncated(Draws draws, double mean, double deviation, int attempts) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      double value = mean + deviation * draws.normal(attempt);
      if (value >= 0 && value <= 1) {
        return value;
      }
    }
    return Math.clamp(mean, 0.0, 1.0);
  }
}
