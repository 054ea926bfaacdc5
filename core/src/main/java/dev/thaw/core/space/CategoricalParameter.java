package dev.thaw.core.space;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A parameter with a few values that have no order. Its coordinate is cut into equal bins.
 *
 * @param name the name
 * @param values the values, at least two and all different
 * @param when the condition
 * @param defaultValue the default, one of the values
 */
public record CategoricalParameter(
    String name, List<Value> values, Optional<When> when, Optional<Value> defaultValue)
    implements Parameter {

  public CategoricalParameter {
    Objects.requireNonNull(name, "name");
    values = List.copyOf(values);
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(defaultValue, "defaultValue");
  }

  /** Returns an unconditional parameter; the values are plain objects, see {@link Value#of}. */
  public static CategoricalParameter of(String name, Object... values) {
    return new CategoricalParameter(
        name, Stream.of(values).map(Value::of).toList(), Optional.empty(), Optional.empty());
  }

  /** Returns this parameter with a default. */
  public CategoricalParameter withDefault(Object value) {
    return new CategoricalParameter(name, values, when, Optional.of(Value.of(value)));
  }

  /** Returns this parameter with a condition. */
  public CategoricalParameter when(String parameter, Object... activating) {
    return new CategoricalParameter(
        name, values, Optional.of(When.of(parameter, activating)), defaultValue);
  }
}
