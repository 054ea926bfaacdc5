package dev.thaw.app.report;

import dev.thaw.core.space.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of numbers on a drawing.
 *
 * @param low the number at its beginning, finite
 * @param high the number at its end, finite and above {@code low}
 * @param scale how numbers are spread between them
 * @param from the coordinate of its beginning
 * @param to the coordinate of its end
 */
public record Axis(double low, double high, Scale scale, double from, double to) {

  private static final int TICKS = 6;

  /** A range below this part of its numbers has too few digits left to divide. */
  private static final double SMALLEST = 1e-9;

  private static final double[] ODDS = {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999};

  /** A linear axis; a range without extent is widened. */
  public static Axis linear(double low, double high, double from, double to) {
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low > SMALLEST * size) {
      return new Axis(low, high, Scale.LINEAR, from, to);
    }
    double margin = size == 0 ? 1 : size * 0.1;
    return new Axis(low - margin, low + margin, Scale.LINEAR, from, to);
  }

  /** The coordinate of a number, kept within a wide margin around the axis. */
  public double place(double number) {
    double share = (warp(number) - warp(low)) / (warp(high) - warp(low));
    return from + Math.clamp(share, -10.0, 10.0) * (to - from);
  }

  private double warp(double number) {
    return switch (scale) {
      case LINEAR -> number;
      case LOG -> Math.log(Math.max(number, Double.MIN_NORMAL));
      case LOGIT -> {
        double inside = Math.clamp(number, 1e-12, 1 - 1e-12);
        yield Math.log(inside / (1 - inside));
      }
    };
  }

  /** Round numbers on the axis, from low to high; about half a dozen. */
  public List<Double> ticks() {
    List<Double> ticks =
        switch (scale) {
          case LINEAR -> linearTicks();
          case LOG -> logTicks();
          case LOGIT -> logitTicks();
        };
    return ticks.size() < 2 && scale != Scale.LINEAR ? linearTicks() : ticks;
  }

  private List<Double> linearTicks() {
    double step = roundStep((high - low) / TICKS);
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    for (int i = 0; i <= 2 * TICKS && (first + i) * step <= high + step * 1e-9; i++) {
      ticks.add((first + i) * step + 0.0);
    }
    return ticks;
  }

  /** The smallest of 1, 2 and 5 times a power of ten that is not below a number. */
  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private List<Double> logTicks() {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    int[] factors = last - first <= 3 ? new int[] {1, 2, 5} : new int[] {1};
    int stride = Math.max(1, (last - first + TICKS - 1) / TICKS);
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power += stride) {
      for (int factor : factors) {
        addIfInside(ticks, Double.parseDouble(factor + "e" + power));
      }
    }
    return ticks;
  }

  private List<Double> logitTicks() {
    List<Double> ticks = new ArrayList<>();
    for (double odds : ODDS) {
      addIfInside(ticks, odds);
    }
    return ticks;
  }

  private void addIfInside(List<Double> ticks, double number) {
    if (number >= low * (1 - 1e-9) && number <= high * (1 + 1e-9)) {
      ticks.add(number);
    }
  }
}
