package dev.thaw.core.space;

import java.util.Objects;
import java.util.Optional;

/**
 * A parameter with one value. It takes part in configurations, conditions and constraints, but has
 * no coordinate.
 *
 * @param name the name
 * @param value the value
 * @param when the condition
 */
public record ConstantParameter(String name, Value value, Optional<When> when)
    implements Parameter {

  public ConstantParameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(when, "when");
  }

  /** Returns an unconditional parameter; the value is a plain object, see {@link Value#of}. */
  public static ConstantParameter of(String name, Object value) {
    return new ConstantParameter(name, Value.of(value), Optional.empty());
  }

  /** Returns this parameter with a condition. */
  public ConstantParameter when(String parameter, Object... values) {
    return new ConstantParameter(name, value, Optional.of(When.of(parameter, values)));
  }

  @Override
  public Optional<Value> defaultValue() {
    return Optional.of(value);
  }
}
