package dev.thaw.core.space;

import dev.thaw.core.naming.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Phrases that several messages share. */
final class Names {
  private Names() {}

  /** Returns a line that suggests the closest known name, or lists them all if they are few. */
  static String maybe(String wrong, Collection<String> known) {
    return NearestName.of(wrong, known)
        .map(name -> "\nMaybe you mean %s.".formatted(name))
        .orElseGet(() -> known.size() > 10 ? "" : "\nMaybe one of %s.".formatted(join(known)));
  }

  /** Returns "a", or "a or b", or "one of a, b, c". */
  static String anyOf(List<Value> values) {
    return switch (values.size()) {
      case 1 -> values.getFirst().toString();
      case 2 -> values.getFirst() + " or " + values.getLast();
      default -> "one of " + join(values);
    };
  }

  /** Returns the sentence about a constraint that a configuration violates. */
  static String violated(Constraint constraint, Configuration configuration) {
    String values =
        constraint.references().stream()
            .map(name -> name + " = " + configuration.get(name).orElseThrow())
            .collect(Collectors.joining(", "));
    return "constraint (%s) does not hold for %s.".formatted(constraint, values);
  }

  static String join(Collection<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
