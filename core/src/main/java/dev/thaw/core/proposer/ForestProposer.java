package dev.thaw.core.proposer;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.ModelInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bayesian optimisation with a random forest, which takes choices and conditions as they come: SMAC
 * (Hutter, Hoos and Leyton-Brown 2011), with the settings of SMAC3 for hyperparameters. The forest
 * is over the logarithm of the score's distance from a little below the best; the candidate is
 * proposed whose logarithm of the expected improvement is largest; and one proposal in five is
 * random.
 *
 * <p>The first configurations are points of the study's Sobol sequence: ten for each dimension, but
 * no more than a quarter of what is planned. What could not be trained counts as the worst of what
 * could. As in SMAC3 the forest does not grow anew with each result: it does with every one until
 * there are 100, and whenever there are a fiftieth more from then on, see {@link Refits}.
 *
 * <p>Differs from SMAC3 in that challengers are fewer, and in that what is being tried is not
 * proposed again but does not keep others from being proposed near to it.
 */
public final class ForestProposer implements Proposer {
  private static final double REFIT_GROWTH = 1.02;
  private static final int FIRST_A_DIMENSION = 10;
  private static final int FIRST_SHARE = 4;
  private static final int FIRST_UNPLANNED = 20;
  private static final double LEAST_DEVIATION = 1e-6;
  private static final double FLOOR_SHARE = 0.05;

  private final Options options;
  private final Refits<Grown> forests = new Refits<>(REFIT_GROWTH);

  /**
   * How to propose.
   *
   * @param trees how many, from 1 to 1,000; 10 by default
   * @param challengers how many candidates to value, from 100 to 100,000; 1,000 by default
   * @param interleaved how many of the proposals are random, from 0 to 1; 0.2 by default
   * @param initial how many configurations come before the first that is chosen; 0, the default,
   *     for ten a dimension, but no more than a quarter of what is planned, or 20 if that is not
   *     known
   */
  public record Options(int trees, int challengers, double interleaved, int initial) {

    /** The defaults. */
    public static Options defaults() {
      return new Options(10, 1_000, 0.2, 0);
    }

    /** Checks the ranges. */
    public Options {
      Range.check("trees", trees, 1, 1_000);
      Range.check("challengers", challengers, 100, 100_000);
      Range.check("interleaved", interleaved, 0, 1);
      Range.check("initial", initial, 0, Integer.MAX_VALUE);
    }
  }

  /** A forest and the best of its targets. */
  private record Grown(RandomForest forest, double best) {}

  /** A proposer. */
  public ForestProposer(Options options) {
    this.options = options;
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    var untried = new Untried(known);
    int initial = initial(known);
    Results results = Results.of(known, initial);
    if (results.size() < initial || !results.isInformative()) {
      return untried.sobol(known, draws).map(candidate -> candidate.proposal("sobol", 0));
    }
    if (draws.uniform(0) < options.interleaved) {
      return untried.random(draws).map(candidate -> candidate.proposal("random", 0));
    }
    var inputs = new ModelInputs(known.space());
    Grown grown = forests.of(results, known.seed(), first -> grown(inputs, first, known.seed()));
    return new CandidateSearch(options.challengers)
        .best(
            untried,
            results,
            some -> known.leaning().added(worth(grown, inputs, some), some),
            draws)
        .map(found -> found.candidate().proposal("log-expected-improvement", found.worth()));
  }

  private int initial(Knowledge known) {
    if (options.initial > 0) {
      return options.initial;
    }
    int most = known.planned() > 0 ? known.planned() / FIRST_SHARE : FIRST_UNPLANNED;
    return Math.clamp((long) FIRST_A_DIMENSION * known.space().dimension(), 1, Math.max(1, most));
  }

  private Grown grown(ModelInputs inputs, Results first, long seed) {
    double[][] rows = Arrays.stream(first.points()).map(inputs::of).toArray(double[][]::new);
    var rolls = new Rolls(Draws.of(seed, "forest", first.size()));
    double[] targets = logScaled(first);
    RandomForest forest = RandomForest.grown(TrainingSet.of(rows, targets), options.trees, rolls);
    return new Grown(forest, Arrays.stream(targets).min().orElse(0));
  }

  /**
   * Logarithms of scores as shares of their range, which begins as far below the least as a
   * twentieth of them is above it.
   */
  static double[] logScaled(Results results) {
    double[] sorted = results.scores().clone();
    Arrays.sort(sorted);
    double least = sorted[0] - (quantile(sorted, FLOOR_SHARE) - sorted[0]);
    double range = sorted[sorted.length - 1] - least;
    return Arrays.stream(results.scores())
        .map(score -> range > 0 ? StrictMath.log(Math.max((score - least) / range, 1e-10)) : 0)
        .toArray();
  }

  /** Between two scores it is on the line that connects them. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static double[] worth(Grown grown, ModelInputs inputs, List<Candidate> candidates) {
    return candidates.stream()
        .mapToDouble(one -> worth(grown.forest.predict(inputs.of(one.point())), grown.best))
        .toArray();
  }

  private static double worth(Normal expected, double best) {
    double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(expected.variance()));
    return Acquisition.logExpectedImprovement(expected.mean(), deviation, best);
  }
}
