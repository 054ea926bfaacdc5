package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random hyperparameters and curves for tests; the same seed gives the same ones. */
final class RandomCurves {
  static final int INPUTS = 3;

  private final Random random;

  RandomCurves(long seed) {
    this.random = new Random(seed);
  }

  CurveHyperparameters hyperparameters(int bases) {
    double[] vector = CurveHyperparameters.initial(INPUTS, bases).vector();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += 0.4 * random.nextGaussian();
    }
    return CurveHyperparameters.of(vector, INPUTS);
  }

  double[] point() {
    return random.doubles(INPUTS).toArray();
  }

  double[][] points(int count) {
    double[][] points = new double[count][];
    for (int i = 0; i < count; i++) {
      points[i] = point();
    }
    return points;
  }

  double value(double[] point, double epoch) {
    return point[0] - point[1] * point[1] + 1.5 / (epoch + 1) + 0.1 * random.nextGaussian();
  }

  CurveData regular(int length) {
    double[] point = point();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = value(point, i + 1);
    }
    return CurveData.of(point, values);
  }

  CurveData irregular(int length) {
    double[] point = point();
    double[] epochs = new double[length];
    double[] values = new double[length];
    double epoch = 0;
    for (int i = 0; i < length; i++) {
      epoch += 0.25 + 3 * random.nextDouble();
      epochs[i] = epoch;
      values[i] = value(point, epoch);
    }
    return CurveData.at(point, epochs, values);
  }

  /** Curves of up to nine values, some without any, every third irregular if asked. */
  List<CurveData> curves(int count, boolean someIrregular) {
    List<CurveData> curves = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int length = random.nextInt(10);
      curves.add(someIrregular && n % 3 == 1 ? irregular(length) : regular(length));
    }
    return curves;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
