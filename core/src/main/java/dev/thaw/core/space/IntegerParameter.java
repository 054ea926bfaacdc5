package dev.thaw.core.space;

import java.util.Objects;
import java.util.Optional;

/**
 * A parameter with the whole numbers min, min + step, min + 2 step ... up to {@code max}.
 *
 * @param name the name
 * @param min the smallest value, at least -2^53
 * @param max the bound, above {@code min}, at most 2^53; a value itself if it lies on the steps
 * @param scale {@code LINEAR}, or {@code LOG} with a positive {@code min}
 * @param step the distance of neighbours, at least 1
 * @param when the condition
 * @param defaultValue the default
 */
public record IntegerParameter(
    String name,
    long min,
    long max,
    Scale scale,
    long step,
    Optional<When> when,
    Optional<Value> defaultValue)
    implements Parameter {

  public IntegerParameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(defaultValue, "defaultValue");
  }

  /** Returns an unconditional parameter on the linear scale with step 1. */
  public static IntegerParameter linear(String name, long min, long max) {
    return of(name, min, max, Scale.LINEAR);
  }

  /** Returns an unconditional parameter on the logarithmic scale with step 1. */
  public static IntegerParameter log(String name, long min, long max) {
    return of(name, min, max, Scale.LOG);
  }

  private static IntegerParameter of(String name, long min, long max, Scale scale) {
    return new IntegerParameter(name, min, max, scale, 1, Optional.empty(), Optional.empty());
  }

  /** Returns this parameter with a step. */
  public IntegerParameter withStep(long step) {
    return new IntegerParameter(name, min, max, scale, step, when, defaultValue);
  }

  /** Returns this parameter with a default. */
  public IntegerParameter withDefault(long value) {
    return new IntegerParameter(
        name, min, max, scale, step, when, Optional.of(new IntegerValue(value)));
  }

  /** Returns this parameter with a condition. */
  public IntegerParameter when(String parameter, Object... values) {
    var condition = Optional.of(When.of(parameter, values));
    return new IntegerParameter(name, min, max, scale, step, condition, defaultValue);
  }
}
