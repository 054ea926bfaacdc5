package dev.thaw.core.space;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A parameter with real values from {@code min} to {@code max}, both included.
 *
 * <p>Without a step its values are rounded: on the logarithmic and the logit scale to ten
 * significant digits (of the distance from 1 above one half), on the linear scale to the power of
 * ten between 10^-11 and 10^-10 of its range. That keeps values readable and makes {@link
 * SearchSpace#decode} invert {@link SearchSpace#encode} exactly. The bounds stand for themselves.
 *
 * @param name the name
 * @param min the smallest value
 * @param max the largest value, above {@code min}
 * @param scale the scale; {@code LOG} needs a positive {@code min}, {@code LOGIT} bounds strictly
 *     between 0 and 1
 * @param step if present, only min, min + step, min + 2 step ... up to max are values
 * @param when the condition
 * @param defaultValue the default, a real or integer value
 */
public record RealParameter(
    String name,
    double min,
    double max,
    Scale scale,
    OptionalDouble step,
    Optional<When> when,
    Optional<Value> defaultValue)
    implements Parameter {

  public RealParameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(defaultValue, "defaultValue");
  }

  /** Returns an unconditional parameter on the linear scale. */
  public static RealParameter linear(String name, double min, double max) {
    return of(name, min, max, Scale.LINEAR);
  }

  /** Returns an unconditional parameter on the logarithmic scale. */
  public static RealParameter log(String name, double min, double max) {
    return of(name, min, max, Scale.LOG);
  }

  /** Returns an unconditional parameter on the logit scale. */
  public static RealParameter logit(String name, double min, double max) {
    return of(name, min, max, Scale.LOGIT);
  }

  private static RealParameter of(String name, double min, double max, Scale scale) {
    return new RealParameter(
        name, min, max, scale, OptionalDouble.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns this parameter with a step. */
  public RealParameter withStep(double step) {
    return new RealParameter(name, min, max, scale, OptionalDouble.of(step), when, defaultValue);
  }

  /** Returns this parameter with a default. */
  public RealParameter withDefault(double value) {
    return new RealParameter(name, min, max, scale, step, when, Optional.of(new RealValue(value)));
  }

  /** Returns this parameter with a condition. */
  public RealParameter when(String parameter, Object... values) {
    var condition = Optional.of(When.of(parameter, values));
    return new RealParameter(name, min, max, scale, step, condition, defaultValue);
  }
}
