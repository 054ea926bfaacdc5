package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Multiplies the configuration's values by a factor that depends on the epoch alone. The values may
 * leave their parameters' ranges, which are those of the values to begin with: a rate falls to 0.
 *
 * @param parameter whose values change; empty for all knobs
 * @param epochs over how many epochs a shape is stretched, at least 0; 0 for the trial's maximum
 */
public record Schedule(Shape shape, String parameter, int epochs) implements Controller {

  /** Checks the range. */
  public Schedule {
    Range.check("epochs", epochs, 0, Integer.MAX_VALUE);
  }

  /** A factor for each epoch. */
  public sealed interface Shape {

    /**
     * Returns the factor, from 0 to 1.
     *
     * @param epoch counted from 1; may lie beyond the last one
     * @param epochs the last one, 1 or more
     */
    double factor(int epoch, int epochs);

    /** Whether the factor depends on which epoch is the last one. */
    default boolean isStretched() {
      return true;
    }
  }

  /** Always 1. */
  public record Constant() implements Shape {
    @Override
    public double factor(int epoch, int epochs) {
      return 1;
    }

    @Override
    public boolean isStretched() {
      return false;
    }
  }

  /**
   * {@code gamma} to the number of stairs that lie behind.
   *
   * @param gamma above 0, at most 1
   * @param every how many epochs a stair is long; 0 for two stairs, after half and after three
   *     quarters of all epochs (as He, Zhang, Ren and Sun 2015 train on CIFAR-10)
   */
  public record Stairs(double gamma, int every) implements Shape {
    /** Checks the ranges. */
    public Stairs {
      Range.check("gamma", gamma, Double.MIN_NORMAL, 1);
      Range.check("every", every, 0, Integer.MAX_VALUE);
    }

    @Override
    public double factor(int epoch, int epochs) {
      int done = epoch - 1;
      int stairs =
          every > 0
              ? done / every
              : (2L * done >= epochs ? 1 : 0) + (4L * done >= 3L * epochs ? 1 : 0);
      return StrictMath.pow(gamma, stairs);
    }

    @Override
    public boolean isStretched() {
      return every == 0;
    }
  }

  /**
   * {@code gamma^(epoch - 1)}.
   *
   * @param gamma above 0, at most 1
   */
  public record Exponential(double gamma) implements Shape {
    /** Checks the range. */
    public Exponential {
      Range.check("gamma", gamma, Double.MIN_NORMAL, 1);
    }

    @Override
    public double factor(int epoch, int epochs) {
      return StrictMath.pow(gamma, epoch - 1.0);
    }

    @Override
    public boolean isStretched() {
      return false;
    }
  }

  /**
   * Half a cosine from 1 to {@code floor}: {@code floor + (1 - floor) (1 + cos(pi (epoch - 1) /
   * epochs)) / 2}, without restarts (Loshchilov and Hutter 2017, "SGDR", equation 5). It stays at
   * the floor behind the last epoch.
   *
   * @param floor from 0 to 1
   */
  public record Cosine(double floor) implements Shape {
    /** Checks the range. */
    public Cosine {
      Range.check("floor", floor, 0, 1);
    }

    @Override
    public double factor(int epoch, int epochs) {
      double done = Math.min(1, (epoch - 1.0) / epochs);
      return between(floor, 1, done);
    }
  }

  /**
   * One cycle: up from {@code 1 / start} to 1 over the first {@code rise} of the epochs, then down
   * to {@code 1 / (start end)}, both along half a cosine (Smith and Topin 2018,
   * "Super-convergence", in the form and with the defaults of PyTorch's OneCycleLR: 25, 10,000 and
   * 0.3). The first epoch has the first factor unless the rise is shorter than an epoch, the last
   * one the last.
   *
   * @param start at least 1
   * @param end at least 1
   * @param rise above 0, below 1
   */
  public record OneCycle(double start, double end, double rise) implements Shape {
    /** Checks the ranges. */
    public OneCycle {
      Range.check("start", start, 1, Double.MAX_VALUE);
      Range.check("end", end, 1, Double.MAX_VALUE);
      Range.check("rise", rise, 1e-6, 1 - 1e-6);
    }

    @Override
    public double factor(int epoch, int epochs) {
      double at = Math.min(epoch, epochs) - 1.0;
      double peak = Math.max(0, rise * epochs - 1);
      if (at < peak) {
        return between(1, 1 / start, at / peak);
      }
      double fall = epochs - 1 - peak;
      return between(1 / (start * end), 1, fall > 0 ? (at - peak) / fall : 1);
    }
  }

  /** From {@code first} at 0 to {@code last} at 1 along half a cosine. */
  private static double between(double last, double first, double done) {
    return last + (first - last) * (1 + StrictMath.cos(Math.PI * done)) / 2;
  }

  @Override
  public Step next(History history) {
    int last = epochs > 0 || !shape.isStretched() ? Math.max(1, epochs) : maximum(history);
    double factor = shape.factor(history.size() + 1, last);
    Map<String, Double> values = new LinkedHashMap<>(history.start());
    values.replaceAll(
        (name, value) -> parameter.isEmpty() || parameter.equals(name) ? value * factor : value);
    return new Step.Continue(values);
  }

  private static int maximum(History history) {
    return history
        .maximum()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "epochs (0) must be given where the trial's maximum is not known."));
  }
}
