package dev.thaw.core.space;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The condition of a parameter: it is active only while another parameter is active and has one of
 * the listed values.
 *
 * @param parameter the name of the other parameter
 * @param values the values that activate, at least one
 */
public record When(String parameter, List<Value> values) {
  public When {
    Objects.requireNonNull(parameter, "parameter");
    values = List.copyOf(values);
  }

  /** Returns the condition on values that are written as plain objects, see {@link Value#of}. */
  public static When of(String parameter, Object... values) {
    return new When(parameter, Stream.of(values).map(Value::of).toList());
  }
}
