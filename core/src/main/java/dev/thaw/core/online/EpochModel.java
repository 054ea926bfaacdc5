package dev.thaw.core.online;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Hyperparameter;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.Lbfgs;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.proposer.Range;
import dev.thaw.core.proposer.Standardised;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link Hyperdyn}'s Gaussian process over settings and rounds: a kernel of the settings times the
 * kernel of time {@code beta^alpha / (|t - t'| + beta)^alpha} with alpha 1 and beta 1/2 (equation 2
 * and section 2.4).
 *
 * <p>It learns how much each epoch changed the score. The paper enters the random start by its raw
 * accuracies; here they are taken relative to their mean, since there is no score before them.
 * Targets are standardised, which its text does not mention. The variance is printed with the wrong
 * sign and expected improvement with a density where the distribution function belongs; both are as
 * in textbooks here.
 */
public final class EpochModel {
  private static final int FIT_ITERATIONS = 30;
  private static final double NEAR = 0.1;

  private final History history;
  private final GpModel model;

  /** What a proposal is to improve on. */
  public enum Incumbent {
    /** The best change of the score seen so far, in any round (as the paper has it). */
    OBSERVED,
    /** What the settings of now are expected to bring in this round. */
    CURRENT
  }

  /**
   * How to propose.
   *
   * @param smooth whether the kernel of the settings is a squared exponential instead of a Matern
   *     of smoothness 5/2; the paper allows both
   * @param fitted whether variance, length scales, noise and mean are the most probable ones; else
   *     those of their priors, as the paper takes them for given. Fitted to so few epochs they did
   *     worse on a noisy parabola
   * @param incumbent what to improve on. The paper prints the minimum although it maximises; the
   *     best is meant
   * @param candidates how many settings to value, from 10 to 100,000, a fifth of them near the
   *     settings of now
   */
  public record Options(boolean smooth, boolean fitted, Incumbent incumbent, int candidates) {

    /** The usual ones. */
    public static Options defaults() {
      return new Options(false, false, Incumbent.OBSERVED, 500);
    }

    /** Checks the range. */
    public Options {
      Range.check("candidates", candidates, 10, 100_000);
    }
  }

  private EpochModel(History history, Options options) {
    this.history = history;
    int[] columns = IntStream.range(0, history.knobs().count()).toArray();
    Kernel settings = options.smooth ? Kernel.rbf(columns) : Kernel.matern52(columns);
    model =
        GpModel.of(Kernel.product(Kernel.scaled(settings), Kernel.hyperdynTime(columns.length)));
  }

  /**
   * The settings to try in this round, from what was known when it began. Proposals before them in
   * the same round are believed to have come to what was expected of them, so that settings differ
   * and could be tried side by side.
   *
   * @param earlier how many proposals of this round were trained before, the first of them right
   *     after what the round has watched
   */
  static Map<String, Double> propose(History history, Rounds rounds, int earlier, Options options) {
    return new EpochModel(history, options).best(rounds, earlier, options);
  }

  private Map<String, Double> best(Rounds rounds, int earlier, Options options) {
    Observations observations = observations(rounds);
    GaussianProcess process = process(observations, options.fitted);
    if (earlier > 0) {
      process = process(believed(observations, process, rounds, earlier), options.fitted);
    }
    double[] current = history.knobs().place(history.epoch(rounds.base()).values());
    double incumbent =
        switch (options.incumbent) {
          case OBSERVED -> Arrays.stream(observations.targets()).min().orElse(0);
          case CURRENT -> process.predict(at(current, rounds.number())).mean();
        };
    double[] best = current;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] candidate : candidates(current, rounds.number(), options.candidates)) {
      Normal expected = process.predict(at(candidate, rounds.number()));
      double worth =
          Acquisition.logExpectedImprovement(
              expected.mean(), Math.sqrt(expected.variance()), incumbent);
      if (worth > most) {
        most = worth;
        best = candidate;
      }
    }
    return history.knobs().at(best);
  }

  private Observations believed(
      Observations observations, GaussianProcess process, Rounds rounds, int earlier) {
    int known = observations.size();
    double[][] points = Arrays.copyOf(observations.points(), known + earlier);
    double[] targets = Arrays.copyOf(observations.targets(), known + earlier);
    int first = rounds.from() + rounds.watched() + 1;
    for (int i = 0; i < earlier; i++) {
      Map<String, Double> values = history.epoch(first + i).values();
      points[known + i] = at(history.knobs().place(values), rounds.number());
      targets[known + i] = process.predict(points[known + i]).mean();
    }
    return Observations.of(points, targets);
  }

  private GaussianProcess process(Observations observations, boolean fitted) {
    List<Hyperparameter> priors = priors();
    double[] theta = priors.stream().mapToDouble(Hyperparameter::mean).toArray();
    if (fitted) {
      theta =
          new MapFit(model, priors, Lbfgs.withIterations(FIT_ITERATIONS)).fit(observations).theta();
    }
    return model.condition(theta, observations);
  }

  /** The model's priors, but with alpha 1 and beta 1/2. */
  private List<Hyperparameter> priors() {
    var priors = new ArrayList<>(model.hyperparameters());
    int alpha = 1 + history.knobs().count();
    priors.set(alpha, fixed(priors.get(alpha).name(), 0));
    priors.set(alpha + 1, fixed(priors.get(alpha + 1).name(), StrictMath.log(0.5)));
    return priors;
  }

  private static Hyperparameter fixed(String name, double value) {
    return new Hyperparameter(name, value, 1, value, value);
  }

  private Observations observations(Rounds rounds) {
    int n = rounds.from();
    double[][] points = new double[n][];
    double[] changes = new double[n];
    for (int i = 0; i < n; i++) {
      Trained trained = history.epoch(i + 1);
      points[i] = at(history.knobs().place(trained.values()), rounds.roundOf(i + 1));
      changes[i] = history.score(i + 1) - scoreBefore(trained);
    }
    double worst = Arrays.stream(changes).filter(Double::isFinite).max().orElse(0);
    Arrays.setAll(changes, i -> Double.isFinite(changes[i]) ? changes[i] : worst);
    return Observations.of(points, Standardised.of(changes).apply(changes));
  }

  private double scoreBefore(Trained trained) {
    return trained.from() > 0
        ? history.score(trained.from())
        : IntStream.rangeClosed(1, history.size())
            .filter(epoch -> history.epoch(epoch).from() == 0)
            .mapToDouble(history::score)
            .filter(Double::isFinite)
            .average()
            .orElse(0);
  }

  private static double[] at(double[] settings, int round) {
    double[] point = Arrays.copyOf(settings, settings.length + 1);
    point[settings.length] = round;
    return point;
  }

  private List<double[]> candidates(double[] current, int round, int count) {
    Draws draws = history.draws("candidates", round);
    var all = new ArrayList<double[]>(count);
    int d = current.length;
    for (int i = 0; i < count; i++) {
      double[] unit = new double[d];
      for (int j = 0; j < d; j++) {
        int index = i * d + j;
        unit[j] =
            i % 5 == 4
                ? Math.clamp(current[j] + NEAR * draws.normal(index), 0.0, 1.0)
                : draws.uniform(index);
      }
      all.add(unit);
    }
    return all;
  }
}
