package dev.thaw.core.space;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A parameter with a few values in a meaningful order, such as small, medium, large. Its coordinate
 * is cut into equal bins in that order.
 *
 * @param name the name
 * @param values the values, at least two and all different, from the lowest to the highest
 * @param when the condition
 * @param defaultValue the default, one of the values
 */
public record OrdinalParameter(
    String name, List<Value> values, Optional<When> when, Optional<Value> defaultValue)
    implements Parameter {

  public OrdinalParameter {
    Objects.requireNonNull(name, "name");
    values = List.copyOf(values);
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(defaultValue, "defaultValue");
  }

  /** Returns an unconditional parameter; the values are plain objects, see {@link Value#of}. */
  public static OrdinalParameter of(String name, Object... values) {
    return new OrdinalParameter(
        name, Stream.of(values).map(Value::of).toList(), Optional.empty(), Optional.empty());
  }

  /** Returns this parameter with a default. */
  public OrdinalParameter withDefault(Object value) {
    return new OrdinalParameter(name, values, when, Optional.of(Value.of(value)));
  }

  /** Returns this parameter with a condition. */
  public OrdinalParameter when(String parameter, Object... activating) {
    return new OrdinalParameter(
        name, values, Optional.of(When.of(parameter, activating)), defaultValue);
  }
}
