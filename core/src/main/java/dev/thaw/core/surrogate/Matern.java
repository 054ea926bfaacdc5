package dev.thaw.core.surrogate;

/** The Matern-5/2 kernel of variance 1 between points divided by their length scales. */
final class Matern {
  private static final double ROOT_5 = Math.sqrt(5);

  /** Where the exponential is nearly the smallest positive number. */
  private static final double FAR = 700;

  private static final double EDGE = 1e6;

  private Matern() {}

  static double at(double[] a, double[] b) {
    return atSquared(squaredDistance(a, b));
  }

  static double atSquared(double squared) {
    double r = ROOT_5 * Math.sqrt(squared);
    return r < FAR ? (1 + r + r * r / 3) * Math.exp(-r) : 0;
  }

  /** What (difference / length scale)^2 of a coordinate has to be multiplied by. */
  static double slopeByLogScale(double squared) {
    double r = ROOT_5 * Math.sqrt(squared);
    return r < FAR ? 5.0 / 3 * (1 + r) * Math.exp(-r) : 0;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Returns a point divided by the length scales; what is not a number becomes the middle. */
  static double[] scaled(double[] point, CurveHyperparameters theta) {
    double[] scaled = new double[theta.inputs()];
    for (int i = 0; i < scaled.length; i++) {
      double value = i < point.length && Double.isFinite(point[i]) ? point[i] : 0.5;
      scaled[i] = Math.max(-EDGE, Math.min(EDGE, value)) / theta.lengthScale(i);
    }
    return scaled;
  }
}
