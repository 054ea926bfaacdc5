package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of its parameters' values that new configurations of a space come from. */
final class Windows {

  static final Windows NONE = new Windows(Map.of(), List.of());

  private final Map<String, Narrowing> narrowed;
  private final List<Window> windows;

  /**
   * A part of the values of one parameter.
   *
   * @param index of the parameter
   * @param coordinate of the parameter
   * @param all its values
   * @param part those of the window
   * @param min the least of them; NaN if they are listed
   * @param max the largest of them; NaN if they are listed
   */
  private record Window(int index, int coordinate, Axis all, Axis part, double min, double max) {

    boolean isListed() {
      return Double.isNaN(min);
    }

    boolean contains(Value value) {
      double number = Axis.number(value);
      return isListed() ? part.read(value) != null : number >= min && number <= max;
    }

    /** The value itself, or the nearest of the window; of a list, the one at the same height. */
    Value nearest(Value value, double unit) {
      if (contains(value)) {
        return value;
      }
      if (isListed()) {
        return part.decode(unit);
      }
      return part.decode(Axis.number(value) < min ? 0 : 1);
    }

    /** The coordinate of the value that is at a height of the window. */
    double place(double unit) {
      return all.encode(own(part.decode(unit)));
    }

    /** The same value as the axis of all has it. */
    Value own(Value value) {
      return Objects.requireNonNull(all.read(value));
    }
  }

  private Windows(Map<String, Narrowing> narrowed, List<Window> windows) {
    this.narrowed = narrowed;
    this.windows = windows;
  }

  /**
   * The windows of some parameters.
   *
   * @throws IllegalArgumentException with the {@link #problem}, if there is one
   */
  static Windows of(Map<String, Narrowing> narrowed, Layout layout, List<Parameter> parameters) {
    List<Window> windows = new ArrayList<>();
    narrowed.forEach(
        (name, to) -> {
          problem(name, to, layout, parameters)
              .ifPresent(
                  problem -> {
                    throw new IllegalArgumentException(problem);
                  });
          int index = layout.index(name);
          windows.add(window(index, layout.coordinates[index], layout, parameters.get(index), to));
        });
    return new Windows(Collections.unmodifiableMap(new LinkedHashMap<>(narrowed)), windows);
  }

  private static Window window(
      int index, int coordinate, Layout layout, Parameter parameter, Narrowing to) {
    Axis all = layout.axes.get(index);
    List<Value> listed = listed(all, to);
    if (listed != null) {
      return new Window(index, coordinate, all, new ChoiceAxis(listed), Double.NaN, Double.NaN);
    }
    double min = Axis.number(Objects.requireNonNull(read(all, to.min())));
    double max = Axis.number(Objects.requireNonNull(read(all, to.max())));
    Axis part = min == max ? new ChoiceAxis(List.of(read(all, min))) : part(parameter, min, max);
    return new Window(index, coordinate, all, part, min, max);
  }

  private static @Nullable List<Value> listed(Axis all, Narrowing to) {
    return to.values() == null
        ? null
        : to.values().stream()
            .map(value -> Objects.requireNonNull(all.read(Value.of(value))))
            .distinct()
            .toList();
  }

  private static @Nullable Value read(Axis all, @Nullable Double number) {
    return number == null ? null : all.read(new RealValue(number));
  }

  private static Axis part(Parameter parameter, double min, double max) {
    return switch (parameter) {
      case RealParameter p ->
          p.step().isPresent()
              ? new SteppedAxis(min, max, p.step().getAsDouble(), p.scale())
              : new ContinuousAxis(min, max, p.scale());
      case IntegerParameter p -> new SteppedAxis((long) min, (long) max, p.step(), p.scale());
      case CategoricalParameter _, OrdinalParameter _, ConstantParameter _, DerivedParameter _ ->
          throw new IllegalStateException("%s has no bounds.".formatted(parameter.name()));
    };
  }

  /** What is wrong with a narrowing, in a sentence; empty if nothing is. */
  static Optional<String> problem(
      String name, @Nullable Narrowing to, Layout layout, List<Parameter> parameters) {
    int index = layout.index(name);
    if (index == Layout.NONE) {
      return Optional.of(
          "%s is not a parameter of the search space.%s"
              .formatted(name, Names.maybe(name, layout.names)));
    }
    if (layout.coordinates[index] == Layout.NONE) {
      return Optional.of("%s must be a parameter that is chosen.".formatted(name));
    }
    if (to == null) {
      return Optional.empty();
    }
    Axis all = layout.axes.get(index);
    boolean isNumber =
        parameters.get(index) instanceof RealParameter
            || parameters.get(index) instanceof IntegerParameter;
    if (to.values() == null && !isNumber) {
      return Optional.of(
          "%s must be narrowed by its values: it is %s.".formatted(name, all.expectation()));
    }
    List<Object> written =
        to.values() == null
            ? List.of(Objects.requireNonNull(to.min()), Objects.requireNonNull(to.max()))
            : to.values();
    return written.stream()
        .filter(value -> all.read(Value.of(value)) == null)
        .findFirst()
        .map(value -> "%s (%s) must be %s.".formatted(name, value, all.expectation()));
  }

  Map<String, Narrowing> narrowed() {
    return narrowed;
  }

  boolean areNone() {
    return windows.isEmpty();
  }

  /** Whether all values of a configuration that it has are in their windows. */
  boolean contain(Configuration configuration) {
    for (Window window : windows) {
      Value value = configuration.at(window.index());
      if (value != null && !window.contains(value)) {
        return false;
      }
    }
    return true;
  }

  /** The value of a parameter at a coordinate, moved into its window. */
  Value nearest(int index, Value value, double unit) {
    for (Window window : windows) {
      if (window.index() == index) {
        return window.own(window.nearest(value, unit));
      }
    }
    return value;
  }

  /** Whether the parameter of a coordinate is narrowed to a list. */
  boolean list(int coordinate) {
    Window window = at(coordinate);
    return window != null && window.isListed();
  }

  /** The lowest coordinate of a window with bounds; 0 where there is none. */
  double low(int coordinate) {
    Window window = at(coordinate);
    return window == null ? 0 : window.place(0);
  }

  /** The highest coordinate of a window with bounds; 1 where there is none. */
  double high(int coordinate) {
    Window window = at(coordinate);
    return window == null ? 1 : window.place(1);
  }

  private @Nullable Window at(int coordinate) {
    return windows.stream()
        .filter(window -> window.coordinate() == coordinate)
        .findFirst()
        .orElse(null);
  }

  /** The point at the same heights of the windows instead of the whole scales. */
  double[] inside(double[] unit) {
    double[] point = unit.clone();
    for (Window window : windows) {
      point[window.coordinate()] = window.place(Math.clamp(unit[window.coordinate()], 0.0, 1.0));
    }
    return point;
  }
}
