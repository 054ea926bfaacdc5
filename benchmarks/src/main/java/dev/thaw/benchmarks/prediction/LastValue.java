package dev.thaw.benchmarks.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last value carried forward. Its deviation is the root mean square of how far the other curves
 * that are longer have moved since that age.
 */
record LastValue() implements Predictor {

  /** Fewer changes than this say nothing about their spread. */
  private static final int FEW = 3;

  @Override
  public String name() {
    return "last value";
  }

  @Override
  public List<Optional<Forecast>> predict(Context context, List<Target> targets) {
    List<double[]> curves = new ArrayList<>();
    for (int i = 0; i < context.seen().size(); i++) {
      curves.add(context.values(i));
    }
    return targets.stream()
        .map(
            target ->
                target.age() == 0
                    ? Optional.<Forecast>empty()
                    : Optional.of(forecast(curves, target)))
        .toList();
  }

  private static Forecast forecast(List<double[]> curves, Target target) {
    double last = curves.get(target.curve())[target.age() - 1];
    for (int age = target.age(); age > 0; age--) {
      double spread = spread(curves, age);
      if (Double.isFinite(spread)) {
        return Forecast.normal(last, spread);
      }
    }
    return Forecast.normal(last, 1);
  }

  /** How far curves have moved since an age; NaN if too few are longer. */
  private static double spread(List<double[]> curves, int age) {
    double sum = 0;
    int count = 0;
    for (double[] curve : curves) {
      if (curve.length > age) {
        double change = curve[curve.length - 1] - curve[age - 1];
        sum += change * change;
        count++;
      }
    }
    return count < FEW ? Double.NaN : Math.sqrt(sum / count);
  }
}
