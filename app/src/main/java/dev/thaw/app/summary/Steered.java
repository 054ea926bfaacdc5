package dev.thaw.app.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.ByHand;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people have set by hand, as far as it is in force.
 *
 * @param narrowed for each parameter that new trials do not draw from all its values, from which;
 *     one that is pinned has a single one
 * @param waiting the configurations that are tried next, in their order
 */
public record Steered(Map<String, Part> narrowed, List<Map<String, Object>> waiting) {

  public Steered {
    narrowed = Collections.unmodifiableMap(new LinkedHashMap<>(narrowed));
    waiting = List.copyOf(waiting);
  }

  /**
   * A part of the values of a parameter: bounds, or a list.
   *
   * @param min the least number; null where values are listed
   * @param max the largest number; null where values are listed
   * @param values numbers, texts and booleans; null where there are bounds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(@Nullable Double min, @Nullable Double max, @Nullable List<Object> values) {
    static Part of(Narrowing narrowing) {
      return new Part(narrowing.min(), narrowing.max(), narrowing.values());
    }

    /** The part for people. */
    String text() {
      return new Narrowing(min, max, values).text();
    }
  }

  /** What is in force; null if nothing is. */
  static @Nullable Steered of(StudyState state) {
    ByHand byHand = state.byHand();
    if (byHand.narrowed().isEmpty() && byHand.added().isEmpty()) {
      return null;
    }
    Map<String, Part> narrowed = new LinkedHashMap<>();
    byHand.narrowed().forEach((name, to) -> narrowed.put(name, Part.of(to)));
    return new Steered(narrowed, byHand.added().stream().map(Configuration::asMap).toList());
  }

  /** A line for each thing, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    narrowed.forEach(
        (name, part) ->
            lines.add(
                "by hand: new trials have %s %s; to take it back: thaw narrow --undo %s"
                    .formatted(name, part.text(), name)));
    if (!waiting.isEmpty()) {
      lines.add("by hand: %s tried next".formatted(Figures.count(waiting.size(), "configuration")));
    }
    return lines;
  }
}
