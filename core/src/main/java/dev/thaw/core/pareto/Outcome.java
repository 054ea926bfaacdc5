package dev.thaw.core.pareto;

import java.util.List;

/**
 * What one trial showed.
 *
 * @param scores one for each objective, minimised, at least one
 * @param violation by how much limits are broken, summed over them, each in units of its limit; 0
 *     if none is, which makes it feasible. Not negative and not NaN
 */
public record Outcome(List<Double> scores, double violation) {

  public Outcome {
    scores = List.copyOf(scores);
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("scores must hold one number for each objective.");
    }
    if (!(violation >= 0)) {
      throw new IllegalArgumentException("violation (%s) must be at least 0.".formatted(violation));
    }
  }

  /** Whether no limit is broken. */
  public boolean feasible() {
    return violation == 0;
  }

  /** The scores as a point. */
  public double[] point() {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
