package dev.thaw.core.option;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Things of one sort, by the names under which studies ask for them. Immutable.
 *
 * @param <T> the sort
 */
public final class Registry<T> {

  private final String noun;
  private final Map<String, Function<OptionReader, T>> makers;

  /**
   * A registry.
   *
   * @param noun what they are called, in messages
   * @param makers by name, in the order in which names are shown; each reads all options of its own
   */
  public Registry(String noun, Map<String, Function<OptionReader, T>> makers) {
    this.noun = noun;
    this.makers = Collections.unmodifiableMap(new LinkedHashMap<>(makers));
  }

  /** A map that keeps the order of its entries. */
  @SafeVarargs
  public static <V> Map<String, V> ordered(Map.Entry<String, ? extends V>... entries) {
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends V> entry : entries) {
      map.put(entry.getKey(), entry.getValue());
    }
    return map;
  }

  /** All names, in their order. */
  public Set<String> names() {
    return makers.keySet();
  }

  /**
   * A fresh one.
   *
   * @param options other than the defaults: numbers, booleans, texts, or the name of a choice
   * @throws IllegalArgumentException if there is no such name or option, or a value is out of its
   *     range; the message names both
   */
  public T of(String name, Map<String, Object> options) {
    var reader = new OptionReader(name, options);
    T made = maker(name).apply(reader);
    reader.end();
    return made;
  }

  /**
   * The options that one has, with their defaults, in the order in which they are to be shown.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public Map<String, Object> defaults(String name) {
    var reader = new OptionReader(name, Map.of());
    var unused = maker(name).apply(reader);
    return reader.defaults();
  }

  private Function<OptionReader, T> maker(String name) {
    Function<OptionReader, T> maker = makers.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "%s (%s) must be one of: %s.%s"
              .formatted(
                  noun, name, String.join(", ", names()), OptionReader.maybe(name, names())));
    }
    return maker;
  }
}
