package dev.thaw.core.insight;

import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * A new end for a range: a quarter of the range further out on the parameter's own scale, rounded
 * outwards to two digits. Bounds that look natural are kept: 0, and 1 as the upper bound of what
 * begins at 0 or above on a linear scale.
 */
final class Widening {

  private static final double PART = 0.25;
  private static final int DIGITS = 2;

  private Widening() {}

  /** A smaller minimum; empty if there is none, or the parameter is no number. */
  static OptionalDouble below(Parameter parameter) {
    return switch (parameter) {
      case RealParameter p -> low(p.min(), p.max(), p.scale());
      case IntegerParameter p ->
          whole(
              low((double) p.min(), (double) p.max(), p.scale()),
              p.min(),
              RoundingMode.FLOOR,
              p.min() > 0);
      default -> OptionalDouble.empty();
    };
  }

  /** A larger maximum; empty if there is none, or the parameter is no number. */
  static OptionalDouble above(Parameter parameter) {
    return switch (parameter) {
      case RealParameter p -> high(p.min(), p.max(), p.scale());
      case IntegerParameter p ->
          whole(
              high((double) p.min(), (double) p.max(), p.scale()),
              p.max(),
              RoundingMode.CEILING,
              false);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble low(double min, double max, Scale scale) {
    if (min == 0) {
      return OptionalDouble.empty();
    }
    double further =
        switch (scale) {
          case LINEAR -> min - PART * (max - min);
          case LOG -> min * Math.pow(max / min, -PART);
          case LOGIT -> probability(odds(min) * Math.pow(odds(max) / odds(min), -PART));
        };
    // A range of positive numbers stays one.
    double kept = min > 0 && further <= 0 ? min / 2 : further;
    return OptionalDouble.of(round(kept, RoundingMode.FLOOR));
  }

  private static OptionalDouble high(double min, double max, Scale scale) {
    boolean natural = max == 0 || (scale == Scale.LINEAR && max == 1 && min >= 0);
    if (natural) {
      return OptionalDouble.empty();
    }
    double further =
        switch (scale) {
          case LINEAR -> max + PART * (max - min);
          case LOG -> max * Math.pow(max / min, PART);
          case LOGIT -> probability(odds(max) * Math.pow(odds(max) / odds(min), PART));
        };
    double rounded = round(further, RoundingMode.CEILING);
    return OptionalDouble.of(scale == Scale.LOGIT && rounded >= 1 ? further : rounded);
  }

  private static double odds(double probability) {
    return probability / (1 - probability);
  }

  private static double probability(double odds) {
    return odds / (1 + odds);
  }

  private static double round(double value, RoundingMode mode) {
    return new BigDecimal(value).round(new MathContext(DIGITS, mode)).doubleValue();
  }

  private static OptionalDouble whole(
      OptionalDouble end, long old, RoundingMode mode, boolean positive) {
    if (end.isEmpty()) {
      return end;
    }
    double rounded = new BigDecimal(end.getAsDouble()).setScale(0, mode).doubleValue();
    double kept = positive ? Math.max(1, rounded) : rounded;
    return kept == old ? OptionalDouble.empty() : OptionalDouble.of(kept);
  }
}
