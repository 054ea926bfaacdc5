package dev.thaw.benchmarks.prediction;

import java.util.ArrayList;
import java.util.List;

/** The scores of one predictor on some targets. Mutable. */
final class Tally {

  /** The intervals that are looked at: what they say, and their half widths in deviations. */
  enum Interval {
    /** Half of the truths lie within. */
    HALF(0.5, 0.6744897501960817),
    /** Four of five. */
    MOST(0.8, 1.2815515655446004),
    /** Nineteen of twenty. */
    NEARLY_ALL(0.95, 1.959963984540054);

    private final double share;
    private final double width;

    Interval(double share, double width) {
      this.share = share;
      this.width = width;
    }

    double share() {
      return share;
    }
  }

  private final List<Double> logDensities = new ArrayList<>();
  private final int[] within = new int[Interval.values().length];
  private double squares;
  private double standardised;

  /** Counts a forecast of a truth. */
  void add(Forecast forecast, double truth) {
    logDensities.add(forecast.logDensity(truth));
    double error = truth - forecast.mean();
    squares += error * error;
    double z = forecast.standardised(truth);
    standardised += z * z;
    for (Interval interval : Interval.values()) {
      if (Math.abs(z) <= interval.width) {
        within[interval.ordinal()]++;
      }
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

  /** The share of truths within an interval. */
  double coverage(Interval interval) {
    return (double) within[interval.ordinal()] / count();
  }
}
