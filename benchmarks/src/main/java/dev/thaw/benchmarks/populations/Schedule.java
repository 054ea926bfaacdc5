package dev.thaw.benchmarks.populations;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Lineages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * With what values a network is trained, all of them real.
 *
 * @param changes the values from an epoch on, by that epoch; the first is 1
 */
record Schedule(SortedMap<Integer, Map<String, Double>> changes) {

  Schedule {
    changes = new TreeMap<>(changes);
  }

  static Schedule of(List<Lineages.Stretch> stretches) {
    var changes = new TreeMap<Integer, Map<String, Double>>();
    for (Lineages.Stretch stretch : stretches) {
      changes.put(stretch.from(), values(stretch.configuration()));
    }
    return new Schedule(changes);
  }

  static Schedule constant(Map<String, Double> values) {
    return new Schedule(new TreeMap<>(Map.of(1, values)));
  }

  static Schedule constant(Configuration configuration) {
    return constant(values(configuration));
  }

  /** Its last values from the start. */
  Schedule last() {
    return constant(changes.get(changes.lastKey()));
  }

  /** How many times as large a value is at the end as at the start. */
  double growth(String parameter) {
    return changes.get(changes.lastKey()).get(parameter)
        / changes.get(changes.firstKey()).get(parameter);
  }

  private static Map<String, Double> values(Configuration configuration) {
    Map<String, Double> values = new LinkedHashMap<>();
    configuration.asMap().forEach((name, value) -> values.put(name, (Double) value));
    return values;
  }

  /** Writes it down among figures, below a name. */
  void put(Map<String, Double> figures, String name) {
    changes.forEach(
        (from, values) ->
            values.forEach(
                (parameter, value) ->
                    figures.put("%s;%d;%s".formatted(name, from, parameter), value)));
  }

  /** What was written down below a name. */
  static Schedule read(Map<String, Double> figures, String name) {
    var changes = new TreeMap<Integer, Map<String, Double>>();
    figures.forEach(
        (key, value) -> {
          String[] parts = key.split(";");
          if (parts.length == 3 && parts[0].equals(name)) {
            changes
                .computeIfAbsent(Integer.valueOf(parts[1]), _ -> new LinkedHashMap<>())
                .put(parts[2], value);
          }
        });
    return new Schedule(changes);
  }
}
