package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the values of one parameter: those between two bounds, or some that are listed. A list
 * of one pins the parameter.
 *
 * @param min the least number, finite; null where values are listed
 * @param max the largest number, finite and at least {@code min}; null where values are listed
 * @param values numbers, texts and booleans, at least one; null where there are bounds
 */
public record Narrowing(@Nullable Double min, @Nullable Double max, @Nullable List<Object> values) {

  /**
   * Takes whole numbers as such, and other numbers as reals.
   *
   * @throws IllegalArgumentException if it is neither bounds in their order nor a list, or if a
   *     value is no number, text or boolean, or not finite
   */
  public Narrowing {
    if ((min == null) != (max == null) || (min == null) == (values == null)) {
      throw new IllegalArgumentException(
          "a narrowing (min %s, max %s, values %s) must have min and max, or values."
              .formatted(min, max, values));
    }
    if (min != null && max != null && !(Double.isFinite(max - min) && min <= max)) {
      throw new IllegalArgumentException(
          "min (%s) must be a finite number and at most max (%s).".formatted(min, max));
    }
    if (values != null) {
      values = read(values);
    }
  }

  private static List<Object> read(List<Object> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values (none) must be at least one.");
    }
    List<Object> read = new ArrayList<>();
    for (Object value : values) {
      read.add(Value.of(Objects.requireNonNull(value, "a value must not be null.")).toObject());
    }
    return Collections.unmodifiableList(read);
  }

  /** The numbers from one to another, both included. */
  public static Narrowing between(double min, double max) {
    return new Narrowing(min, max, null);
  }

  /** The values of a list. */
  public static Narrowing to(List<Object> values) {
    return new Narrowing(null, null, values);
  }

  /** Says what a value must be: "from 0.1 to 0.5", "one of sgd, adam", "sgd". */
  public String text() {
    if (values == null) {
      return "from %s to %s".formatted(min, max);
    }
    String listed = String.join(", ", values.stream().map(String::valueOf).toList());
    return values.size() == 1 ? listed : "one of " + listed;
  }
}
