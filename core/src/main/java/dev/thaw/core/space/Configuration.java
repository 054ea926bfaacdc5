package dev.thaw.core.space;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One choice of a value for every active parameter of a search space; immutable. A parameter whose
 * condition does not hold has no value.
 *
 * <p>Configurations are kept by the hundred thousand, so one holds its values and a list of names
 * that it shares with its space, and no map: about 260 bytes for eight real parameters.
 */
public final class Configuration {
  private final List<String> names;
  private final @Nullable Value[] values;

  /** Adopts both arguments; the names must be immutable. */
  Configuration(List<String> names, @Nullable Value[] values) {
    this.names = names;
    this.values = values;
  }

  /**
   * Returns the configuration with the given names and values, for example when it is read from a
   * journal. {@link SearchSpace#adopt} then makes it share the names of its space.
   *
   * @param values one for each name; null where the parameter is inactive
   * @throws IllegalArgumentException if the lists differ in length or a name is given twice
   */
  public static Configuration of(List<String> names, List<? extends @Nullable Value> values) {
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          "values (%d of them) must be as many as names (%d)."
              .formatted(values.size(), names.size()));
    }
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("names (%s) must be different.".formatted(names));
    }
    return new Configuration(List.copyOf(names), values.toArray(new @Nullable Value[0]));
  }

  /** Returns the names of all parameters of the space, in its order, whether active or not. */
  public List<String> names() {
    return names;
  }

  /** Returns the values in the order of the names, as a view; null where inactive. */
  public List<@Nullable Value> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** Returns the value of a parameter; empty if it is inactive or unknown. */
  public Optional<Value> get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? Optional.empty() : Optional.ofNullable(values[index]);
  }

  /** Returns the active parameters as plain objects, in the order of the space. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = LinkedHashMap.newLinkedHashMap(values.length);
    for (int i = 0; i < values.length; i++) {
      Value value = values[i];
      if (value != null) {
        map.put(names.get(i), value.toObject());
      }
    }
    return Collections.unmodifiableMap(map);
  }

  @Nullable Value at(int index) {
    return values[index];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Configuration that
        && names.equals(that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(names.size(), Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
