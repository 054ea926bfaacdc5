package dev.thaw.core.space;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reals without a step.
 *
 * <p>Mapping to the unit interval and back loses a few last bits, so values are rounded to far
 * fewer digits than are lost (see {@link RealParameter}); the bounds stand for themselves.
 */
final class ContinuousAxis implements Axis {
  private static final int DIGITS = 10;

  private final double min;
  private final double max;
  private final Scale scale;
  private final double low;
  private final double high;
  private final int places;
  private final double roundedMin;
  private final double roundedMax;

  ContinuousAxis(double min, double max, Scale scale) {
    this.min = min;
    this.max = max;
    this.scale = scale;
    low = scale.warp(min);
    high = scale.warp(max);
    places = DIGITS - Rounding.exponent(max - min);
    roundedMin = round(min);
    roundedMax = round(max);
  }

  @Override
  public Value decode(double unit) {
    if (unit <= 0 || unit >= 1) {
      return new RealValue(unit <= 0 ? min : max);
    }
    return new RealValue(snap(scale.unwarp(low + unit * (high - low))));
  }

  @Override
  public double encode(Value value) {
    double x = Axis.number(value);
    if (!(x >= min && x <= max)) {
      throw new IllegalArgumentException("value (%s) must be %s.".formatted(value, expectation()));
    }
    if (x == min || x == max) {
      return x == min ? 0 : 1;
    }
    return Math.clamp((scale.warp(x) - low) / (high - low), 0.0, 1.0);
  }

  @Override
  public double place(double number) {
    return Math.clamp((scale.warp(number) - low) / length(), 0.0, 1.0);
  }

  @Override
  public double length() {
    return high - low;
  }

  @Override
  public @Nullable Value read(Value written) {
    double x = Axis.number(written);
    return x >= min && x <= max ? new RealValue(snap(x)) : null;
  }

  private double snap(double x) {
    if (x <= min || x >= max) {
      return x <= min ? min : max;
    }
    double rounded = round(x);
    if (rounded <= roundedMin || rounded >= roundedMax) {
      return rounded <= roundedMin ? min : max;
    }
    return rounded;
  }

  private double round(double x) {
    return switch (scale) {
      case LINEAR -> Rounding.toPlaces(x, places);
      case LOG -> Rounding.toDigits(x, DIGITS);
      case LOGIT -> x > 0.5 ? 1 - Rounding.toDigits(1 - x, DIGITS) : Rounding.toDigits(x, DIGITS);
    };
  }

  @Override
  public String expectation() {
    return "a number from %s to %s".formatted(min, max);
  }

  @Override
  public Value middle() {
    return decode(0.5);
  }

  @Override
  public List<Value> grid(int points) {
    return points == 1
        ? List.of(middle())
        : IntStream.range(0, points).mapToObj(i -> decode(i / (points - 1.0))).distinct().toList();
  }
}
