package dev.thaw.core.foresight;

import dev.thaw.core.curve.Goal;
import java.util.Arrays;
import java.util.List;

/** Scores as a surrogate sees them. Interim. */
final class Scale {
  private static final double LEAST = 1e-4;
  private final Goal goal;
  private final boolean logarithm;
  private final double cap;
  private final double center;
  private final double spread;

  private Scale(Goal goal, boolean logarithm, double cap, double center, double spread) {
    this.goal = goal;
    this.logarithm = logarithm;
    this.cap = cap;
    this.center = center;
    this.spread = spread;
  }

  static Scale of(Goal goal, List<double[]> curves) {
    double[] firsts = curves.stream().mapToDouble(c -> goal.score(c[0])).toArray();
    double[] lasts = curves.stream().mapToDouble(c -> goal.score(c[c.length - 1])).toArray();
    boolean logarithm =
        curves.stream().flatMapToDouble(Arrays::stream).map(goal::score).allMatch(v -> v > 0);
    Scale raw = new Scale(goal, logarithm, Double.POSITIVE_INFINITY, 0, 1);
    if (curves.isEmpty()) {
      return raw;
    }
    double cap = raw.shape(median(firsts)) + 0.1;
    double[] z = Arrays.stream(lasts).map(v -> Math.min(cap, raw.shape(v))).toArray();
    double center = median(z);
    double mean = Arrays.stream(z).average().orElse(0);
    double variance = Arrays.stream(z).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double spread = Math.sqrt(variance);
    return new Scale(goal, logarithm, cap, center, spread > 1e-9 ? spread : 1);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
  }

  private double shape(double score) {
    return logarithm ? Math.log(Math.max(score, LEAST)) : score;
  }

  double apply(double value) {
    double z = Double.isFinite(value) ? Math.min(cap, shape(goal.score(value))) : cap;
    return ((Double.isFinite(z) ? z : 0) - center) / spread;
  }

  double invert(double z) {
    double shaped = z * spread + center;
    return goal.score(logarithm ? Math.exp(shaped) : shaped);
  }
}
