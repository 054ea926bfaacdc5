package dev.thaw.core.space;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Phrases that several messages share. */
final class Names {
  private Names() {}

  /** Returns a line that suggests the closest known name, or lists them all if they are few. */
  static String maybe(String wrong, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) <= Math.max(1, (wrong.length() + 1) / 3))
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

  /** The number of edits between two names, without regard to case (Levenshtein 1966). */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
