package dev.thaw.core.option;

import dev.thaw.core.naming.NearestName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of what a study names, and refuses those that it does not have. Every refusal
 * is an {@link IllegalArgumentException} that names the option, its value and the constraint.
 */
public final class OptionReader {

  private final String owner;
  private final Map<String, Object> options;
  private final Map<String, Object> defaults = new LinkedHashMap<>();

  /** Reads the options of what is called {@code owner}. */
  public OptionReader(String owner, Map<String, Object> options) {
    this.owner = owner;
    this.options = options;
  }

  private @Nullable Object take(String name, Object otherwise) {
    defaults.put(name, otherwise);
    return options.get(name);
  }

  /** A number; {@code otherwise} if it is not given. */
  public double number(String name, double otherwise) {
    Object value = take(name, otherwise);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("%s (%s) must be a number.".formatted(name, value));
  }

  /** A whole number; {@code otherwise} if it is not given. */
  public int whole(String name, int otherwise) {
    Object value = take(name, (long) otherwise);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new IllegalArgumentException("%s (%s) must be a whole number.".formatted(name, value));
  }

  /** A text; {@code otherwise} if it is not given. */
  public String text(String name, String otherwise) {
    Object value = take(name, otherwise);
    if (value == null || value instanceof String) {
      return value == null ? otherwise : (String) value;
    }
    throw new IllegalArgumentException("%s (%s) must be a text.".formatted(name, value));
  }

  /** True or false; {@code otherwise} if it is not given. */
  public boolean flag(String name, boolean otherwise) {
    Object value = take(name, otherwise);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("%s (%s) must be true or false.".formatted(name, value));
  }

  /** One of several values by their names. */
  public <T> T choice(String name, Map<String, T> choices, T otherwise) {
    Object value = take(name, nameOf(otherwise, choices));
    if (value == null) {
      return otherwise;
    }
    T chosen = choices.get(String.valueOf(value));
    if (chosen == null) {
      throw new IllegalArgumentException(
          "%s (%s) must be one of: %s.%s"
              .formatted(
                  name,
                  value,
                  String.join(", ", choices.keySet()),
                  maybe(String.valueOf(value), choices.keySet())));
    }
    return chosen;
  }

  private static <T> String nameOf(T choice, Map<String, T> choices) {
    return choices.entrySet().stream()
        .filter(one -> one.getValue().equals(choice))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** What was asked for so far, with what it is if it was not given. */
  public Map<String, Object> defaults() {
    return Collections.unmodifiableMap(defaults);
  }

  /** Refuses what nobody asked for. */
  public void end() {
    Set<String> strange = new TreeSet<>(options.keySet());
    Set<String> known = defaults.keySet();
    strange.removeAll(known);
    if (!strange.isEmpty()) {
      String first = strange.iterator().next();
      throw new IllegalArgumentException(
          "%s is no option of %s, which has: %s.%s"
              .formatted(first, owner, String.join(", ", known), maybe(first, known)));
    }
  }

  /** The line that names what was likely meant, or nothing. */
  public static String maybe(String wrong, Collection<String> known) {
    return NearestName.of(wrong, known).map("\nMaybe %s."::formatted).orElse("");
  }
}
