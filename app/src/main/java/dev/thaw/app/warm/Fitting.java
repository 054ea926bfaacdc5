package dev.thaw.app.warm;

import dev.thaw.app.export.TrialCsv;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import dev.thaw.core.space.When;
import dev.thaw.core.study.KnownResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Finds the results of a source that fit a search space, by the names of parameters. What a result
 * leaves out has its default; what the space does not have is left out, and so is what is inactive
 * or follows from others; a value outside a range, an unknown choice and a broken constraint make a
 * result unfit, and so does a value that is not a finite number. A catalogue has to hold it.
 */
final class Fitting {

  private static final String CONSTRAINT = "break a constraint";

  private final SearchSpace space;
  private final List<KnownResult> results = new ArrayList<>();
  private final Map<String, Integer> unfit = new LinkedHashMap<>();
  private final Map<String, Integer> missing = new LinkedHashMap<>();
  private final Map<String, Integer> extra = new LinkedHashMap<>();
  private int valueless;

  private Fitting(SearchSpace space) {
    this.space = space;
  }

  /**
   * Looks at every result of a source.
   *
   * @param flip whether values are negated, because the source had the opposite goal
   */
  static Fitting of(Found found, SearchSpace space, boolean flip) {
    var fitting = new Fitting(space);
    for (Found.Row row : found.rows()) {
      if (!Double.isFinite(row.value())) {
        fitting.valueless++;
        continue;
      }
      Configuration configuration = fitting.configuration(row);
      if (configuration != null) {
        double value = flip ? -row.value() : row.value();
        fitting.results.add(new KnownResult(found.name(), configuration, value, row.epochs()));
      }
    }
    return fitting;
  }

  List<KnownResult> results() {
    return results;
  }

  private @Nullable Configuration configuration(Found.Row row) {
    Map<String, Object> kept = new LinkedHashMap<>();
    List<String> absent = new ArrayList<>();
    for (Parameter parameter : space.parameters()) {
      Object written = row.written().get(parameter.name());
      if (parameter instanceof DerivedParameter || !isActive(parameter, row)) {
        continue;
      }
      if (written == null) {
        absent.add(parameter.name());
      } else {
        kept.put(parameter.name(), read(parameter, written));
      }
    }
    Configuration found = fitting(kept);
    if (found != null) {
      absent.forEach(name -> missing.merge(name, 1, Integer::sum));
      row.written().keySet().stream()
          .filter(name -> space.parameter(name).isEmpty())
          .forEach(name -> extra.merge(name, 1, Integer::sum));
    }
    return found;
  }

  private @Nullable Configuration fitting(Map<String, Object> kept) {
    try {
      Configuration found = space.configuration(kept);
      if (space.catalogue().isPresent() && space.catalogue().get().row(found).isEmpty()) {
        unfit.merge("are not in the catalogue", 1, Integer::sum);
        return null;
      }
      return found;
    } catch (IllegalArgumentException refused) {
      unfit.merge(why(String.valueOf(refused.getMessage())), 1, Integer::sum);
      return null;
    }
  }

  /** By the first parameter that a refusal names. */
  private String why(String refusal) {
    return space.names().stream()
        .filter(name -> refusal.startsWith(name + " ("))
        .findFirst()
        .map(name -> "lie outside " + name)
        .orElse(CONSTRAINT);
  }

  /** Whether the value of a parameter counts; what activates it may have been left out. */
  private boolean isActive(Parameter parameter, Found.Row row) {
    When when = parameter.when().orElse(null);
    Parameter other = when == null ? null : space.parameter(when.parameter()).orElse(null);
    if (when == null || other == null) {
      return true;
    }
    Object written = row.written().get(other.name());
    Object value = written == null ? fallback(other) : read(other, written);
    return isActive(other, row)
        && when.values().stream().anyMatch(one -> isSame(one.toObject(), value));
  }

  private @Nullable Object fallback(Parameter parameter) {
    return space.defaults().get(parameter.name()).map(Value::toObject).orElse(null);
  }

  private static boolean isSame(Object one, @Nullable Object other) {
    return (one instanceof Number a && other instanceof Number b)
        ? a.doubleValue() == b.doubleValue()
        : one.equals(other);
  }

  /** What a text stands for: a choice that is written like it, a number, a boolean, or itself. */
  private static Object read(Parameter parameter, Object written) {
    if (!(written instanceof String text)) {
      return written;
    }
    List<Value> choices =
        switch (parameter) {
          case CategoricalParameter one -> one.values();
          case OrdinalParameter one -> one.values();
          default -> List.of();
        };
    for (String meant : List.of(text, TrialCsv.unquoted(text))) {
      for (Value choice : choices) {
        if (String.valueOf(choice.toObject()).equalsIgnoreCase(meant)) {
          return choice.toObject();
        }
      }
    }
    return number(text);
  }

  private static Object number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notWhole) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException notANumber) {
        return text;
      }
    }
  }

  /** What fits and what does not: {@code 41 of 50 results fit; 3 have no value}. */
  String sentence() {
    int all = results.size() + valueless;
    for (int count : unfit.values()) {
      all += count;
    }
    var sentence = new StringJoiner("; ");
    sentence.add("%d of %d results fit".formatted(results.size(), all));
    unfit.forEach((why, count) -> sentence.add(count + " " + why));
    if (valueless > 0) {
      sentence.add(valueless + " have no value");
    }
    missing.forEach(
        (name, count) -> sentence.add("%s is missing in %d (default)".formatted(name, count)));
    if (!extra.isEmpty()) {
      sentence.add("left out: " + String.join(", ", extra.keySet()));
    }
    return sentence.toString();
  }

  /** The parameter that keeps most results out; null if none does. */
  @Nullable String narrowest() {
    return unfit.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .filter(why -> why.startsWith("lie outside "))
        .map(why -> why.substring("lie outside ".length()))
        .orElse(null);
  }
}
