package dev.thaw.core.online;

import dev.thaw.core.proposer.Range;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trainer sums up of the gradients of one epoch, for {@link HypergradientDescent} and {@link
 * Salera}. It begins anew with each epoch, so that nothing of it belongs into a checkpoint; the
 * first step of an epoch has no gradient before it.
 *
 * <p>The trainer keeps the vectors: the last gradient, and the momentum p, which is zero when an
 * epoch begins and becomes {@code (1 - MEMORY) p + MEMORY g / |g|} in each step.
 */
public final class GradientWatch {

  /** The metric {@code Σ gₜ·gₜ₋₁}. */
  public static final String ALIGNMENT = "gradient_alignment";

  /** The metric {@code Σ cos(gₜ, gₜ₋₁)}. */
  public static final String COSINE = "gradient_cosine";

  /** The metric {@code Σ z}, where z = (|p|² - mean) / deviation. */
  public static final String DRIFT = "gradient_drift";

  /** How much of the momentum is the newest gradient. */
  public static final double MEMORY = 0.01;

  private final double deviation;
  private int steps;
  private double lastSquared;
  private double alignment;
  private double cosine;
  private double drift;

  /**
   * A watch for the gradients of one epoch.
   *
   * @param dimension of the gradient, at least 1
   */
  public GradientWatch(int dimension) {
    Range.check("dimension", dimension, 1, Integer.MAX_VALUE);
    deviation = deviation(dimension);
  }

  /**
   * Sees one step.
   *
   * @param squared the gradient's squared length
   * @param withLast its product with the gradient before; ignored in the first step
   * @param momentumSquared the squared length of p, this gradient included
   */
  public void see(double squared, double withLast, double momentumSquared) {
    steps++;
    if (steps > 1) {
      alignment += withLast;
      double lengths = Math.sqrt(squared) * Math.sqrt(lastSquared);
      cosine += lengths == 0 ? 0 : withLast / lengths;
    }
    drift += (momentumSquared - mean(steps)) / deviation;
    lastSquared = squared;
  }

  /**
   * The mean of |p|² after some steps if gradients were independent random directions: {@code a /
   * (2 - a) (1 - (1 - a)^2n)} with a = {@link #MEMORY}.
   */
  static double mean(int steps) {
    return MEMORY / (2 - MEMORY) * (1 - StrictMath.pow(1 - MEMORY, 2.0 * steps));
  }

  /**
   * Its deviation after infinitely many steps, of unit vectors in a space of this dimension. With
   * weights w it is {@code √(2 / d ((Σ w²)² - Σ w⁴))}.
   */
  static double deviation(int dimension) {
    double rest = 1 - MEMORY;
    double squares = MEMORY * MEMORY / (1 - rest * rest);
    double fourths = StrictMath.pow(MEMORY, 4) / (1 - StrictMath.pow(rest, 4));
    return Math.sqrt(2.0 / dimension * (squares * squares - fourths));
  }

  /** The sums so far, by the names of the metrics. */
  public Map<String, Double> metrics() {
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put(ALIGNMENT, alignment);
    metrics.put(COSINE, cosine);
    metrics.put(DRIFT, drift);
    return metrics;
  }
}
