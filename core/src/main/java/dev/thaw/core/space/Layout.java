package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a valid search space looks up all the time: axes, coordinates, and who activates whom. */
final class Layout {
  static final int NONE = -1;

  /** A derived parameter, and the indices of those that it follows from. */
  private record Derivation(
      DerivedParameter parameter, Expression formula, List<Integer> sources) {}

  /** The condition of a parameter, by the index of the other parameter. */
  private record Gate(int parent, Set<Value> values) {}

  final List<String> names;
  final List<Axis> axes;

  /** Parents before children, otherwise as declared; derived parameters at the end. */
  final int[] order;

  /** The coordinate of each parameter, or NONE for constants and derived ones. */
  final int[] coordinates;

  /** The parameter of each coordinate. */
  final int[] parameters;

  private final @Nullable Gate[] gates;
  private final @Nullable Derivation[] derivations;
  private final Map<String, Integer> indices = new HashMap<>();
  private final Value[] fallbacks;

  Layout(List<Parameter> all) {
    int size = all.size();
    names = all.stream().map(Parameter::name).toList();
    axes = all.stream().map(Axis::of).toList();
    for (int i = 0; i < size; i++) {
      indices.put(names.get(i), i);
    }
    gates = new @Nullable Gate[size];
    fallbacks = new Value[size];
    for (int i = 0; i < size; i++) {
      gates[i] = gate(all.get(i));
      fallbacks[i] = fallback(all.get(i), axes.get(i));
    }
    derivations = new @Nullable Derivation[size];
    for (int i = 0; i < size; i++) {
      derivations[i] = derivation(all.get(i));
    }
    order = order();
    coordinates = new int[size];
    parameters = number(all);
  }

  private @Nullable Gate gate(Parameter parameter) {
    if (parameter.when().isEmpty()) {
      return null;
    }
    When when = parameter.when().get();
    int parent = index(when.parameter());
    Set<Value> values = new HashSet<>();
    for (Value written : when.values()) {
      Value value = axes.get(parent).read(written);
      if (value != null) {
        values.add(value);
      }
    }
    return new Gate(parent, values);
  }

  private @Nullable Derivation derivation(Parameter parameter) {
    if (!(parameter instanceof DerivedParameter derived)) {
      return null;
    }
    Expression formula = derived.expression();
    List<Integer> sources = formula.references().stream().map(this::index).toList();
    return new Derivation(derived, formula, sources);
  }

  private static Value fallback(Parameter parameter, Axis axis) {
    Value declared = parameter.defaultValue().map(axis::read).orElse(null);
    return declared == null ? axis.middle() : declared;
  }

  private int[] order() {
    List<Integer> found = new ArrayList<>();
    boolean[] done = new boolean[names.size()];
    for (int i = 0; i < done.length; i++) {
      if (!isDerived(i)) {
        visit(i, done, found);
      }
    }
    for (int i = 0; i < done.length; i++) {
      visit(i, done, found);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Climbs to the first ancestor that is not done, by a loop because chains may be long. */
  private void visit(int index, boolean[] done, List<Integer> found) {
    List<Integer> path = new ArrayList<>();
    int at = index;
    while (at != NONE && !done[at]) {
      done[at] = true;
      path.add(at);
      Gate gate = gates[at];
      at = gate == null ? NONE : gate.parent;
    }
    found.addAll(path.reversed());
  }

  private int[] number(List<Parameter> all) {
    int[] found = new int[all.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      boolean chosen = !(all.get(i) instanceof ConstantParameter) && !isDerived(i);
      coordinates[i] = chosen ? count : NONE;
      if (chosen) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Returns the index of a parameter, or NONE. */
  int index(String name) {
    return indices.getOrDefault(name, NONE);
  }

  /** Returns whether a parameter is active, given the values of those before it in the order. */
  boolean active(int index, @Nullable Value[] values) {
    Gate gate = gates[index];
    if (gate == null) {
      return true;
    }
    Value parent = values[gate.parent];
    return parent != null && gate.values.contains(parent);
  }

  /** Returns whether a parameter follows from others. */
  boolean isDerived(int index) {
    return derivations[index] != null;
  }

  /**
   * Returns what an active parameter is that follows from others, given the values of those; null
   * if one of them is inactive, or it is no finite number.
   */
  @Nullable Value derive(int index, @Nullable Value[] values) {
    Derivation derivation = Objects.requireNonNull(derivations[index]);
    for (int source : derivation.sources) {
      if (values[source] == null) {
        return null;
      }
    }
    double number = Evaluation.number(derivation.formula, new Configuration(names, values));
    return derivation.parameter.value(number).orElse(null);
  }

  /** Returns whether no parameter is missing that follows from others which are there. */
  boolean isDerivable(Configuration configuration) {
    @Nullable Value[] values = configuration.values().toArray(new @Nullable Value[0]);
    for (int i = 0; i < derivations.length; i++) {
      Derivation derivation = derivations[i];
      if (derivation != null
          && values[i] == null
          && active(i, values)
          && derivation.sources.stream().allMatch(source -> values[source] != null)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the default of a parameter, declared or not. */
  Value fallback(int index) {
    return fallbacks[index];
  }

  Configuration defaults() {
    var values = new @Nullable Value[fallbacks.length];
    for (int index : order) {
      if (active(index, values)) {
        values[index] = isDerived(index) ? derive(index, values) : fallbacks[index];
      }
    }
    return new Configuration(names, values);
  }
}
