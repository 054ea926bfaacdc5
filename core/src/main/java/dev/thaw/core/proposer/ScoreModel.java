package dev.thaw.core.proposer;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Gaussian process over the configurations of a space: a Matern kernel of smoothness 5/2 with a
 * length scale for each input, and targets that are standardised.
 */
final class ScoreModel {
  private static final int FIT_ITERATIONS = 30;

  /** So many of those under way count, the latest: each costs as much as a look at all others. */
  private static final int PENDING_MAX = 32;

  private final ModelInputs inputs;
  private final GpModel model;

  ScoreModel(SearchSpace space) {
    inputs = new ModelInputs(space);
    model =
        GpModel.of(Kernel.scaled(Kernel.matern52(IntStream.range(0, inputs.count()).toArray())));
  }

  /** The inputs of a configuration. */
  double[] inputs(Configuration configuration) {
    return inputs.of(configuration);
  }

  GpModel model() {
    return model;
  }

  /** Some results with targets, standardised. */
  Observations observations(Results results, int[] which, double[] scores) {
    return Observations.of(
        Arrays.stream(which).mapToObj(i -> inputs.of(results.points()[i])).toArray(double[][]::new),
        Standardised.of(scores).apply(scores));
  }

  /** The most probable hyperparameters. */
  double[] fitted(Observations observations) {
    return MapFit.of(model, FIT_ITERATIONS).fit(observations).theta();
  }

  /** The process with these hyperparameters, which also knows of those under way. */
  GaussianProcess process(
      double[] theta, Observations observations, Knowledge known, Pending rule, Draws draws) {
    GaussianProcess process = model.condition(theta, observations);
    double best = best(observations);
    List<Configuration> pending = known.pending();
    for (int i = Math.max(0, pending.size() - PENDING_MAX); i < pending.size(); i++) {
      double[] point = inputs.of(pending.get(i));
      Normal expected = process.predict(point);
      process.append(point, rule.score(expected.mean(), expected.variance(), best, draws, i));
    }
    return process;
  }

  /** The best target; 0 if there is none. */
  static double best(Observations observations) {
    return Arrays.stream(observations.targets()).min().orElse(0);
  }

  /** What is expected of those under way that {@link #process} counted, on average. */
  double[] means(GaussianProcess process, List<Configuration> pending) {
    double[][] points =
        pending.subList(Math.max(0, pending.size() - PENDING_MAX), pending.size()).stream()
            .map(inputs::of)
            .toArray(double[][]::new);
    return points.length == 0
        ? new double[0]
        : process.predict(points).stream().mapToDouble(Normal::mean).toArray();
  }

  /** What is expected of candidates. */
  List<Normal> predict(GaussianProcess process, List<Candidate> candidates) {
    return candidates.isEmpty()
        ? List.of()
        : process.predict(
            candidates.stream().map(one -> inputs.of(one.point())).toArray(double[][]::new));
  }
}
