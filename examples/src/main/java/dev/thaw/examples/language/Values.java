package dev.thaw.examples.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Named values of a study, read with defaults; what does not fit is refused by its name. */
record Values(Map<String, Object> values) {

  /** Refuses names that are not among {@code known}. */
  void onlyKnow(List<String> known) {
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s (%s) is unknown; there are: %s.\nMaybe it is misspelt or belongs elsewhere."
                .formatted(name, values.get(name), String.join(", ", known)));
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  double real(String name, double otherwise) {
    return switch (values.getOrDefault(name, otherwise)) {
      case Number number -> number.doubleValue();
      case Object other -> throw refused(name, other, "a number");
    };
  }

  int whole(String name, int otherwise, int min, int max) {
    return switch (values.getOrDefault(name, otherwise)) {
      case Number n
          when n.doubleValue() % 1 == 0 && n.doubleValue() >= min && n.doubleValue() <= max ->
          n.intValue();
      case Object other ->
          throw refused(name, other, "a whole number from %d to %d".formatted(min, max));
    };
  }

  boolean flag(String name) {
    return switch (values.getOrDefault(name, false)) {
      case Boolean flag -> flag;
      case Object other -> throw refused(name, other, "true or false");
    };
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise).toString();
  }

  /** Why {@code check} refuses a value; empty if it does not. */
  static Optional<String> refusal(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (IllegalArgumentException refusal) {
      return Optional.ofNullable(refusal.getMessage());
    }
  }

  static IllegalArgumentException refused(String name, Object value, String constraint) {
    return new IllegalArgumentException(
        "%s (%s) must be %s.\nMaybe the study file gives it in quotes or by another unit."
            .formatted(name, value, constraint));
  }
}
