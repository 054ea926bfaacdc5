package dev.thaw.benchmarks.search;

import java.util.List;
import java.util.Optional;

/**
 * What policies are measured against: the best of several rules, picked anew for each table and
 * each metric, so that no rule has to be good at everything.
 *
 * @param name what the rules are called together
 * @param rules the policies
 */
record Yardstick(String name, List<String> rules) {

  Yardstick {
    rules = List.copyOf(rules);
  }

  /** This yardstick with the rules alone that ran in an arena. */
  Yardstick in(Arena arena) {
    return new Yardstick(
        name, rules.stream().filter(rule -> !arena.shared(List.of(rule)).isEmpty()).toList());
  }

  /** The best rule on a table; empty if none ran there. */
  Optional<String> best(Arena arena, String table, Metric metric) {
    return rules.stream()
        .filter(rule -> arena.cell(table, rule, metric).isPresent())
        .min(
            (a, b) ->
                Double.compare(
                    arena.cell(table, a, metric).orElseThrow(),
                    arena.cell(table, b, metric).orElseThrow()));
  }
}
