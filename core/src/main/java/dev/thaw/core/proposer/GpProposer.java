package dev.thaw.core.proposer;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import java.util.List;
import java.util.Optional;

/**
 * Bayesian optimisation with a Gaussian process: a Matern kernel of smoothness 5/2 with a length
 * scale for each input, the most probable hyperparameters, and the candidate that is worth most by
 * a {@link Measure} (Jones, Schonlau and Welch 1998; Snoek, Larochelle and Adams 2012).
 *
 * <p>The first configurations are points of the study's Sobol sequence. What could not be trained
 * counts as the worst of what could. Of many results the process sees the better half of {@link
 * Options#points} and the others spread over the space. Hyperparameters are fitted to at most
 * {@value #FIT_POINTS} of them, again whenever there are a fifth more results, which depends on
 * nothing but their number: see {@link Refits}.
 *
 * <p>With the same options, knowledge and draws it gives the same proposal, bit for bit, in any
 * order of asking.
 */
public final class GpProposer implements Proposer {
  private static final int FIT_POINTS = 100;
  private static final double REFIT_GROWTH = 1.2;

  /** So many pairs of a candidate and a result take about 3 milliseconds. */
  private static final int PAIRS_MAX = 40_000;

  private static final int EFFORT_MIN = 60;

  private final Options options;
  private final Refits<double[]> refits = new Refits<>(REFIT_GROWTH);

  /**
   * How to propose.
   *
   * @param measure by what to choose, the logarithm of the expected improvement by default
   * @param kappa how many deviations below the mean the {@link Measure#CONFIDENCE_BOUND} lies, not
   *     negative and finite; 2 by default
   * @param pending as what to take configurations that are being tried, believers by default
   * @param initial how many configurations come before the first that is chosen, at least 1; 8 by
   *     default
   * @param points of how many results the process is made, from 10 to 2,000; 200 by default. A
   *     proposal takes cubically longer
   * @param candidates how many to value, from 100 to 100,000; 500 by default, fewer from 80 results
   *     on so that a proposal stays quick
   */
  public record Options(
      Measure measure, double kappa, Pending pending, int initial, int points, int candidates) {

    /** The defaults. */
    public static Options defaults() {
      return new Options(Measure.LOG_EXPECTED_IMPROVEMENT, 2, Pending.BELIEVER, 8, 200, 500);
    }

    /** Checks the ranges. */
    public Options {
      Range.check("kappa", kappa, 0, Double.MAX_VALUE);
      Range.check("initial", initial, 1, Integer.MAX_VALUE);
      Range.check("points", points, 10, 2_000);
      Range.check("candidates", candidates, 100, 100_000);
    }

    /** These with another measure. */
    public Options by(Measure other) {
      return new Options(other, kappa, pending, initial, points, candidates);
    }

    /** These with another way to take configurations that are being tried. */
    public Options taking(Pending other) {
      return new Options(measure, kappa, other, initial, points, candidates);
    }
  }

  /** A proposer. */
  public GpProposer(Options options) {
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
    int[] which = Thinned.of(results, options.points);
    Observations observations = model.observations(results, which, results.scores(which));
    double[] theta = refits.of(results, known.seed(), first -> theta(model, first));
    GaussianProcess process =
        model.process(theta, observations, known, options.pending, draws.split("pending", 0));
    double best = ScoreModel.best(observations);
    int effort =
        Math.max(EFFORT_MIN, Math.min(options.candidates, PAIRS_MAX / Math.max(1, process.size())));
    return new CandidateSearch(effort)
        .best(
            untried,
            results,
            some -> known.leaning().added(worth(model.predict(process, some), best), some),
            draws)
        .map(found -> found.candidate().proposal(options.measure.text(), found.worth()));
  }

  private static double[] theta(ScoreModel model, Results first) {
    int[] which = Thinned.of(first, FIT_POINTS);
    return model.fitted(model.observations(first, which, first.scores(which)));
  }

  private double[] worth(List<Normal> expected, double best) {
    return expected.stream()
        .mapToDouble(
            one ->
                options.measure.worth(one.mean(), Math.sqrt(one.variance()), best, options.kappa))
        .toArray();
  }
}
