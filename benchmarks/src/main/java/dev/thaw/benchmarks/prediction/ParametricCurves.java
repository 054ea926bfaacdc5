package dev.thaw.benchmarks.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A curve of three parameters for each trial by itself, c + a f(t; rate), by least squares: for a
 * given rate c and a are linear, and the rate is searched. What it says is kept between the cap and
 * one unit below the best value of the context, because some fits run away.
 *
 * <p>The deviation that follows from the residuals alone is far too small, so it is raised to the
 * root mean square of the errors that the same fit makes on the other curves, cut at the same age.
 * Curves of fewer than three values are carried forward.
 *
 * @param family the function f
 */
record ParametricCurves(Family family) implements Predictor {

  private static final int LEAST_VALUES = 3;
  private static final int RATES = 40;

  /** A function that falls from 1 towards 0. */
  enum Family {
    /** A power law, t^-rate. */
    POW3("pow3", 0.05, 5) {
      @Override
      double at(double epoch, double rate) {
        return Math.pow(epoch, -rate);
      }
    },
    /** An exponential decay, e^(-rate t). */
    EXP("exp", 0.005, 3) {
      @Override
      double at(double epoch, double rate) {
        return Math.exp(-rate * epoch);
      }
    };

    private final String label;
    private final double slowest;
    private final double fastest;

    Family(String label, double slowest, double fastest) {
      this.label = label;
      this.slowest = slowest;
      this.fastest = fastest;
    }

    abstract double at(double epoch, double rate);

    /** Rates in even steps of their logarithm. */
    double rate(int i) {
      return slowest * Math.pow(fastest / slowest, (double) i / (RATES - 1));
    }
  }

  @Override
  public String name() {
    return family.label;
  }

  @Override
  public List<Optional<Forecast>> predict(Context context, List<Target> targets) {
    List<Optional<Forecast>> carried = new LastValue().predict(context, targets);
    var fits = new Fits(context);
    List<Optional<Forecast>> forecasts = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      forecasts.add(
          target.age() < LEAST_VALUES ? carried.get(i) : Optional.of(fits.forecast(target)));
    }
    return forecasts;
  }

  /** The fits to the curves of one context. */
  private final class Fits {
    private final List<double[]> curves = new ArrayList<>();
    private final Map<Integer, Double> spreads = new HashMap<>();
    private final int end;
    private final double least;
    private final double greatest;

    Fits(Context context) {
      for (int i = 0; i < context.seen().size(); i++) {
        curves.add(context.values(i));
      }
      this.end = context.table().epochs();
      this.greatest = context.transform().cap();
      this.least = curves.stream().flatMapToDouble(Arrays::stream).min().orElse(0) - 1;
    }

    Forecast forecast(Target target) {
      Forecast own = extend(curves.get(target.curve()), end);
      double spread = spreads.computeIfAbsent(target.age(), this::spread);
      return Forecast.normal(inside(own.mean()), Math.max(own.scale(), spread));
    }

    private double inside(double value) {
      return Math.max(least, Math.min(greatest, value));
    }

    /** How far fits to the first epochs miss what longer curves have come to; 0 without any. */
    private double spread(int age) {
      double sum = 0;
      int count = 0;
      for (double[] curve : curves) {
        if (curve.length > age) {
          Forecast cut = extend(Arrays.copyOf(curve, age), curve.length);
          double error = inside(cut.mean()) - curve[curve.length - 1];
          sum += error * error;
          count++;
        }
      }
      return count == 0 ? 0 : Math.sqrt(sum / count);
    }
  }

  /** Foretells the value at an epoch from those at the epochs 1 to n, at least 3. */
  Forecast extend(double[] values, int epoch) {
    Line best = line(values, family.rate(0));
    for (int i = 1; i < RATES; i++) {
      Line line = line(values, family.rate(i));
      if (line.squares < best.squares) {
        best = line;
      }
    }
    double away = family.at(epoch, best.rate) - best.middle;
    double variance = best.squares / Math.max(1, values.length - LEAST_VALUES);
    double leverage = 1 + 1.0 / values.length + away * away / best.spread;
    return Forecast.normal(best.level + best.slope * away, Math.sqrt(variance * leverage));
  }

  /** A regression on f: level + slope (f - middle). */
  private record Line(
      double rate, double middle, double spread, double level, double slope, double squares) {}

  private Line line(double[] values, double rate) {
    int n = values.length;
    double middle = 0;
    double level = 0;
    for (int i = 0; i < n; i++) {
      middle += family.at(i + 1.0, rate) / n;
      level += values[i] / n;
    }
    double spread = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      double x = family.at(i + 1.0, rate) - middle;
      spread += x * x;
      product += x * (values[i] - level);
    }
    double slope = product / spread;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double left = values[i] - level - slope * (family.at(i + 1.0, rate) - middle);
      squares += left * left;
    }
    return new Line(rate, middle, spread, level, slope, squares);
  }
}
