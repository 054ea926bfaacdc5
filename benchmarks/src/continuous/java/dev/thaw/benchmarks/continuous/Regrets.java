package dev.thaw.benchmarks.continuous;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * By how much the best of a data set is better than the best of its reference, as far as anybody
 * knows. In a continuous space nobody knows it but from the runs themselves.
 *
 * @param observed the lead in values at any epoch, at least 0
 * @param last the lead in last values, at least 0
 */
record Regrets(double observed, double last) {

  /** Where an improvement of a run holds its regrets. */
  private static final int OBSERVED = 4;

  private static final int LAST = 6;

  /** The leads of the best of some runs, whose regrets are distances from the reference. */
  static Regrets of(List<? extends JsonNode> runs) {
    double observed = 0;
    double last = 0;
    for (JsonNode run : runs) {
      for (JsonNode improvement : run.path("curve")) {
        observed = Math.max(observed, -improvement.path(OBSERVED).asDouble());
        last = Math.max(last, -improvement.path(LAST).asDouble());
      }
    }
    return new Regrets(observed, last);
  }

  /** A run with regrets that are distances from the best, at least 0. */
  ObjectNode applyTo(ObjectNode run) {
    ObjectNode moved = run.deepCopy();
    moved.put("regret_observed", run.path("regret_observed").asDouble() + observed);
    moved.put("regret_final", run.path("regret_final").asDouble() + last);
    for (JsonNode improvement : moved.path("curve")) {
      var entry = (ArrayNode) improvement;
      entry.set(OBSERVED, entry.numberNode(entry.path(OBSERVED).asDouble() + observed));
      entry.set(LAST, entry.numberNode(entry.path(LAST).asDouble() + last));
    }
    return moved;
  }
}
