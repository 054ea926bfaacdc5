package dev.thaw.core.forecast;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.HashMap;
import java.util.Map;

/**
 * Training as a prior imagines it: one draw of the study's pace, one for each trial and one for
 * each epoch; values fall as {@code asymptote + gap * epoch^-rate + noise}, in the direction of the
 * goal. The asymptote is a quadratic function of the configuration, with something of the trial's
 * own, so that a guided search finds something to learn. Confined to one simulation.
 */
final class PriorCurves implements LearningCurves {

  private static final double NOISE = 0.005;
  private static final double OWN = 0.05;

  private record Shape(double asymptote, double gap, double rate, double pace) {}

  private final Prior prior;
  private final SearchSpace space;
  private final Goal goal;
  private final Draws draws;
  private final double pace;
  private final Map<Long, Shape> shapes = new HashMap<>();

  PriorCurves(Prior prior, SearchSpace space, Goal goal, long seed) {
    this.prior = prior;
    this.space = space;
    this.goal = goal;
    this.draws = Draws.of(seed, "forecast.world", 0);
    this.pace = prior.epochSeconds() * Math.exp(prior.doubt() * draws.normal(0));
  }

  /** The median length of an epoch in this draw, in seconds. */
  double pace() {
    return pace;
  }

  @Override
  public Epoch at(Configuration configuration, long seed, int epoch) {
    Shape shape = shapes.computeIfAbsent(seed, s -> shape(configuration, s));
    Draws own = Draws.of(seed, "forecast.epoch", epoch);
    double score =
        shape.asymptote() + shape.gap() * Math.pow(epoch, -shape.rate()) + NOISE * own.normal(0);
    double seconds = shape.pace() * Math.exp(prior.epochSpread() * own.normal(1));
    return new Epoch(goal.value(score), seconds);
  }

  private Shape shape(Configuration configuration, long seed) {
    Draws own = Draws.of(seed, "forecast.trial", 0);
    return new Shape(
        distance(configuration) + OWN * own.normal(0),
        0.5 * own.uniform(1),
        0.3 + 1.2 * own.uniform(2),
        pace * Math.exp(prior.trialSpread() * own.normal(3)));
  }

  /** How far a configuration is from the best one of this draw, from 0 to about 0.5. */
  private double distance(Configuration configuration) {
    double[] point = space.encode(configuration);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < point.length; i++) {
      double weight = Math.pow(draws.uniform(2 * i + 1), 3);
      double off = point[i] - draws.uniform(2 * i + 2);
      sum += weight * off * off;
      weights += weight;
    }
    return weights == 0 ? 0 : sum / weights;
  }
}
