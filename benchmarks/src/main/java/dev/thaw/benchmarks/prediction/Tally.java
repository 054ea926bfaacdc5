package dev.thaw.benchmarks.prediction;

import java.util.ArrayList;
import java.util.List;

/** The scores of one predictor on some targets. Mutable. */
final class Tally {

  /** The shares of truths that the intervals which are looked at should hold. */
  static final List<Double> SHARES = List.of(0.5, 0.8, 0.95);

  private final List<Double> logDensities = new ArrayList<>();
  private final int[] within = new int[SHARES.size()];
  private double squares;
  private double standardised;

  /** Counts a forecast of a truth. */
  void add(Forecast forecast, double truth) {
    logDensities.add(forecast.logDensity(truth));
    double error = truth - forecast.mean();
    squares += error * error;
    double z = forecast.standardised(truth);
    standardised += z * z;
    for (int i = 0; i < within.length; i++) {
      within[i] += forecast.holds(SHARES.get(i), truth) ? 1 : 0;
    }
  }

  /** How many forecasts there are. All other answers are NaN without any. */
  int count() {
    return logDensities.size();
  }

  /** The mean log density. */
  double meanLogDensity() {
    return logDensities.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The median log density, the upper one of two. */
  double medianLogDensity() {
    List<Double> sorted = logDensities.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  /** The root of the mean squared error. */
  double rootMeanSquare() {
    return Math.sqrt(squares / count());
  }

  /** The mean squared error in units of the variance foretold; 1 if that is right. */
  double meanSquaredStandardised() {
    return standardised / count();
  }

  /** The share of truths within the interval that should hold {@code SHARES.get(i)} of them. */
  double coverage(int i) {
    return (double) within[i] / count();
  }
}
