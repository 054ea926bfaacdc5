package dev.thaw.app.warm;

import dev.thaw.core.curve.Goal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source holds, in its own words.
 *
 * @param name what it is called
 * @param metric the name of what was measured
 * @param goal whether less or more was better; null if the source does not say
 * @param rows its results, in its order
 */
record Found(String name, String metric, @Nullable Goal goal, List<Row> rows) {

  Found {
    rows = List.copyOf(rows);
  }

  /** The same by another name. */
  Found named(String other) {
    return new Found(other, metric, goal, rows);
  }

  /**
   * One result.
   *
   * @param written values by the name of the parameter: numbers, booleans, or texts
   * @param value what was measured; NaN if nothing was
   * @param epochs after how many epochs; 0 if nobody knows
   */
  record Row(Map<String, Object> written, double value, int epochs) {
    Row {
      written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    }
  }
}
