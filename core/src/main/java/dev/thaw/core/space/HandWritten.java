package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a configuration that was given by hand, and collects all that is wrong with it. */
final class HandWritten {
  /** Two numbers count as the same that differ by so much of themselves. */
  private static final double TOLERANCE = 1e-9;

  private final SearchSpace space;
  private final Layout layout;
  private final Map<String, ?> written;
  private final boolean complete;
  private final @Nullable Configuration base;
  private final @Nullable Value[] values;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param complete whether the value of an active parameter may not be left out
   * @param base whose values stand for those that are left out, where it has them; null for the
   *     defaults
   */
  HandWritten(
      SearchSpace space,
      Layout layout,
      Map<String, ?> written,
      boolean complete,
      @Nullable Configuration base) {
    this.space = space;
    this.layout = layout;
    this.written = written;
    this.complete = complete;
    this.base = base;
    this.values = new @Nullable Value[layout.names.size()];
    readNames();
    for (int index : layout.order) {
      readValue(index);
    }
    readConstraints();
  }

  List<String> violations() {
    return Collections.unmodifiableList(violations);
  }

  Configuration configuration() {
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", violations));
    }
    return new Configuration(layout.names, values);
  }

  private void readNames() {
    for (String name : written.keySet()) {
      if (layout.index(name) == Layout.NONE) {
        violations.add(
            "%s is not a parameter of the search space.%s"
                .formatted(name, Names.maybe(name, layout.names)));
      }
    }
  }

  private void readValue(int index) {
    String name = layout.names.get(index);
    Object object = written.get(name);
    if (!layout.active(index, values)) {
      if (object != null) {
        violations.add(inactive(index, object));
      }
      return;
    }
    if (layout.isDerived(index)) {
      derive(index, object);
      return;
    }
    Value before = base == null ? null : base.at(index);
    values[index] = before == null ? layout.fallback(index) : before;
    if (object != null) {
      take(index, object);
    } else if (complete || written.containsKey(name)) {
      violations.add(
          "%s is missing; it must be %s.".formatted(name, layout.axes.get(index).expectation()));
    }
  }

  /** May be left out, as whoever writes by hand would have to calculate. */
  private void derive(int index, @Nullable Object object) {
    if (!violations.isEmpty()) {
      return;
    }
    Value value = layout.derive(index, values);
    values[index] = value;
    if (value != null && object != null && !isClose(value, object)) {
      violations.add(
          "%s (%s) must be %s, which follows from the others.\nMaybe leave it out."
              .formatted(layout.names.get(index), object, value));
    }
  }

  private static boolean isClose(Value value, Object object) {
    double given = readable(object) ? Axis.number(Value.of(object)) : Double.NaN;
    double computed = Axis.number(value);
    return Math.abs(given - computed) <= TOLERANCE * Math.abs(computed);
  }

  private String inactive(int index, Object object) {
    When when = space.parameters().get(index).when().orElseThrow();
    return "%s (%s) must be left out, because it is active only when %s is %s."
        .formatted(layout.names.get(index), object, when.parameter(), Names.anyOf(when.values()));
  }

  private void take(int index, Object object) {
    Axis axis = layout.axes.get(index);
    Value value = readable(object) ? axis.read(Value.of(object)) : null;
    if (value == null) {
      violations.add(
          "%s (%s) must be %s.".formatted(layout.names.get(index), object, axis.expectation()));
    } else {
      values[index] = value;
    }
  }

  private static boolean readable(Object object) {
    return switch (object) {
      case Double number -> Double.isFinite(number);
      case Float number -> Float.isFinite(number);
      case Value _, Long _, Integer _, Short _, Byte _, String _, Boolean _ -> true;
      default -> false;
    };
  }

  /** Constraints over wrong values would say nothing new. */
  private void readConstraints() {
    if (!violations.isEmpty()) {
      return;
    }
    Configuration configuration = new Configuration(layout.names, values);
    if (!layout.isDerivable(configuration)) {
      violations.add("%s leads to a number that is not finite.".formatted(configuration));
    }
    for (Constraint constraint : space.constraints()) {
      if (!constraint.holds(configuration)) {
        violations.add(Names.violated(constraint, configuration));
      }
    }
  }
}
