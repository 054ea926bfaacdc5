package dev.thaw.core.proposer;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bayesian optimisation with a Gaussian process whose hyperparameters are integrated out: the
 * expected improvement, or that per second, is averaged over hyperparameters that are drawn by
 * slice sampling (Snoek, Larochelle and Adams 2012, "Practical Bayesian optimization of machine
 * learning algorithms").
 *
 * <p>The seconds of a candidate are those that an independent process of their logarithms expects,
 * with its most probable hyperparameters; while fewer than two are known, nothing is divided.
 *
 * <p>Differs from Spearmint in that hyperparameters are drawn anew when there are a tenth more
 * results, and from the start of the chain, because a proposal is a function of what is known; and
 * in that length scales change along a random line and not one by one. What could not be trained is
 * taken as in {@link GpProposer}, and so are the first configurations.
 */
public final class SpearmintProposer implements Proposer {
  private static final double REFIT_GROWTH = 1.1;
  private static final int PAIRS_MAX = 20_000;
  private static final int EFFORT_MIN = 60;
  private static final int TIMED_MIN = 2;

  private final Options options;
  private final Refits<double[][]> samples = new Refits<>(REFIT_GROWTH);
  private final Refits<double[]> timeFits = new Refits<>(REFIT_GROWTH);

  /**
   * How to propose.
   *
   * @param perSecond whether to divide the improvement by the seconds of training; false by default
   * @param samples over how many hyperparameters to average, from 1 to 100; 10 by default
   * @param burnIn how many to draw before the first that counts, from 0 to 10,000; 100 by default
   * @param pending as what to take configurations that are being tried, fantasies by default
   * @param initial how many configurations come before the first that is chosen, at least 1; 2 by
   *     default
   * @param points of how many results the process is made, from 10 to 1,000; 100 by default
   * @param candidates how many to value, from 100 to 100,000; 300 by default, fewer from 66 results
   *     on
   */
  public record Options(
      boolean perSecond,
      int samples,
      int burnIn,
      Pending pending,
      int initial,
      int points,
      int candidates) {

    /** The defaults. */
    public static Options defaults() {
      return new Options(false, 10, 100, Pending.FANTASY, 2, 100, 300);
    }

    /** Checks the ranges. */
    public Options {
      Range.check("samples", samples, 1, 100);
      Range.check("burnIn", burnIn, 0, 10_000);
      Range.check("initial", initial, 1, Integer.MAX_VALUE);
      Range.check("points", points, 10, 1_000);
      Range.check("candidates", candidates, 100, 100_000);
    }

    /** These, dividing by seconds or not. */
    public Options perSecond(boolean divided) {
      return new Options(divided, samples, burnIn, pending, initial, points, candidates);
    }

    /** These with other numbers of hyperparameters. */
    public Options sampling(int kept, int dropped) {
      return new Options(perSecond, kept, dropped, pending, initial, points, candidates);
    }
  }

  /** A proposer. */
  public SpearmintProposer(Options options) {
    this.options = options;
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    var untried = new Untried(known);
    Results results = Results.of(known, options.initial);
    if (results.size() < options.initial || !results.isInformative()) {
      return untried.sobol(known, draws).map(candidate -> candidate.proposal("sobol", 0));
    }
    var model = new ScoreModel(known.space());
    Observations observations = observations(model, results);
    double[][] thetas = samples.of(results, known.seed(), first -> draw(model, first, known));
    List<GaussianProcess> processes = new ArrayList<>();
    for (int i = 0; i < thetas.length; i++) {
      Draws own = draws.split("pending", i);
      processes.add(model.process(thetas[i], observations, known, options.pending, own));
    }
    Optional<SecondsModel> seconds =
        options.perSecond ? seconds(model, results, known.seed()) : Optional.empty();
    double best = ScoreModel.best(observations);
    int effort =
        Math.clamp(
            PAIRS_MAX / Math.max(1, processes.getFirst().size()), EFFORT_MIN, options.candidates);
    return new CandidateSearch(effort)
        .best(
            untried,
            results,
            some -> known.leaning().added(worth(model, processes, seconds, some, best), some),
            draws)
        .map(found -> found.candidate().proposal(measure(seconds), found.worth()));
  }

  private static String measure(Optional<SecondsModel> seconds) {
    return seconds.isPresent() ? "log-expected-improvement-per-second" : "log-expected-improvement";
  }

  private Observations observations(ScoreModel model, Results results) {
    int[] which = Thinned.of(results, options.points);
    return model.observations(results, which, results.scores(which));
  }

  private double[][] draw(ScoreModel model, Results first, Knowledge known) {
    var sampled = new SampledHyperparameters(model.model(), observations(model, first));
    Draws draws = Draws.of(known.seed(), "spearmint", first.size());
    return sampled.draw(options.samples, options.burnIn, new Rolls(draws));
  }

  private static double[] worth(
      ScoreModel model,
      List<GaussianProcess> processes,
      Optional<SecondsModel> seconds,
      List<Candidate> candidates,
      double best) {
    double[][] logs = new double[processes.size()][];
    for (int k = 0; k < logs.length; k++) {
      List<Normal> expected = model.predict(processes.get(k), candidates);
      logs[k] =
          expected.stream()
              .mapToDouble(
                  one ->
                      Acquisition.logExpectedImprovement(
                          one.mean(), Math.sqrt(one.variance()), best))
              .toArray();
    }
    double[] logSeconds =
        seconds.map(known -> known.logSeconds(candidates)).orElse(new double[candidates.size()]);
    return IntStream.range(0, candidates.size())
        .mapToDouble(i -> logMeanExp(logs, i) - logSeconds[i])
        .toArray();
  }

  /** The logarithm of the mean of what has these logarithms. */
  static double logMeanExp(double[][] logs, int column) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double[] row : logs) {
      largest = Math.max(largest, row[column]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double[] row : logs) {
      sum += StrictMath.exp(row[column] - largest);
    }
    return largest + StrictMath.log(sum / logs.length);
  }

  /** What is expected of the seconds of candidates. */
  private record SecondsModel(ScoreModel model, GaussianProcess process, Standardised scale) {

    double[] logSeconds(List<Candidate> candidates) {
      return model.predict(process, candidates).stream()
          .mapToDouble(one -> scale.mean() + scale.deviation() * one.mean())
          .toArray();
    }
  }

  private Optional<SecondsModel> seconds(ScoreModel model, Results results, long seed) {
    int[] timed = timed(results);
    if (timed.length < TIMED_MIN) {
      return Optional.empty();
    }
    double[] theta = timeFits.of(results, seed, first -> model.fitted(times(model, first)));
    return Optional.of(
        new SecondsModel(
            model,
            model.model().condition(theta, times(model, results)),
            Standardised.of(logSeconds(results, timed))));
  }

  private Observations times(ScoreModel model, Results results) {
    int[] timed = timed(results);
    return model.observations(results, timed, logSeconds(results, timed));
  }

  private int[] timed(Results results) {
    return Arrays.stream(Thinned.of(results, options.points))
        .filter(i -> isKnown(results.shown().get(i).seconds()))
        .toArray();
  }

  private static boolean isKnown(double seconds) {
    return seconds > 0 && seconds < Double.POSITIVE_INFINITY;
  }

  private static double[] logSeconds(Results results, int[] timed) {
    return Arrays.stream(timed)
        .mapToDouble(i -> StrictMath.log(results.shown().get(i).seconds()))
        .toArray();
  }
}
