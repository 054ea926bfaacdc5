package dev.thaw.workers.hypergradient;

import java.util.ArrayList;
import java.util.List;

/** Walks back on straight lines between a few weights that were kept (Fu et al. 2016). */
final class LineDescent implements Descent {

  private static final double MOST = 1e6;

  private final double momentum;
  private final int steps;
  private final int knots;
  private final List<double[]> kept = new ArrayList<>();
  private final double[] weights;
  private final double[] velocity;
  private final double[] moved;
  private int done;

  /** A training of {@code steps} steps, with as many lines at most. */
  LineDescent(double[] first, Ratio momentum, int steps, int knots) {
    this.momentum = momentum.value();
    this.steps = steps;
    this.knots = Math.min(knots, steps);
    weights = first.clone();
    velocity = new double[first.length];
    moved = new double[first.length];
    kept.add(first.clone());
  }

  @Override
  public double[] weights() {
    return weights;
  }

  @Override
  public void step(double[] gradient, double[] rates) {
    for (int i = 0; i < weights.length; i++) {
      velocity[i] = momentum * velocity[i] - (1 - momentum) * gradient[i];
      weights[i] += rates[i] * velocity[i];
      if (!(Math.abs(weights[i]) <= MOST)) {
        throw new Diverged("A weight (%s) has left all bounds.".formatted(weights[i]));
      }
    }
    done++;
    if (done == stepOf(kept.size())) {
      kept.add(weights.clone());
    }
  }

  @Override
  public void retreat(double[] rates) {
    done--;
    int line = kept.size() - 2;
    while (stepOf(line) > done) {
      line--;
    }
    int begin = stepOf(line);
    int length = stepOf(line + 1) - begin;
    double share = (double) (done - begin) / length;
    double[] from = kept.get(line);
    double[] to = kept.get(line + 1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (1 - share) * from[i] + share * to[i];
      moved[i] = (to[i] - from[i]) / length;
    }
  }

  @Override
  public double[] moved() {
    return moved;
  }

  @Override
  public boolean needsGradient() {
    return false;
  }

  @Override
  public void settle(double[] gradient) {}

  @Override
  public long bytes() {
    return (3L + kept.size()) * Double.BYTES * weights.length;
  }

  /** After how many steps knot {@code k}, 0 to {@code knots}, is kept. */
  private int stepOf(int k) {
    return (int) ((long) k * steps / knots);
  }
}
