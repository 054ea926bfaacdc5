package dev.thaw.core.proposer;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.pareto.Domination;
import dev.thaw.core.pareto.HypervolumeImprovement;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bayesian optimisation of two objectives: a Gaussian process for each, like that of {@link
 * GpProposer}, and the candidate that is expected to add most to the hypervolume of the front
 * (Emmerich, Deutz and Klinkenberg 2011). Where trials have one score it is {@link GpProposer}.
 *
 * <p>Scores are {@link Standardised}. The reference is the worst of the front in each objective and
 * a tenth of the front's extent more, or of the extent of all results where the front is one point.
 * Configurations that are being tried count as what is expected of them, in the processes and in
 * the front. What could not be trained counts as the worst in both. Three objectives or more have
 * no closed form here and are refused.
 *
 * <p>With the same options, knowledge and draws it gives the same proposal, bit for bit, in any
 * order of asking.
 */
public final class HypervolumeProposer implements Proposer {
  private static final int FIT_POINTS = 100;
  private static final double REFIT_GROWTH = 1.2;

  /** Half of those of one process, as there are two. */
  private static final int PAIRS_MAX = 20_000;

  private static final int EFFORT_MIN = 60;

  /** By how much of the front's extent the reference lies beyond it. */
  private static final double MARGIN = 0.1;

  private final Options options;
  private final GpProposer ofOne;
  private final Refits<List<double[]>> refits = new Refits<>(REFIT_GROWTH);

  /**
   * How to propose.
   *
   * @param initial how many configurations come before the first that is chosen, at least 1; 8 by
   *     default
   * @param points of how many results the processes are made, from 10 to 2,000; 150 by default. A
   *     proposal takes cubically longer
   * @param candidates how many to value, from 100 to 100,000; 500 by default, fewer from 40 results
   *     on so that a proposal stays quick
   */
  public record Options(int initial, int points, int candidates) {

    /** The defaults. */
    public static Options defaults() {
      return new Options(8, 150, 500);
    }

    /** Checks the ranges. */
    public Options {
      Range.check("initial", initial, 1, Integer.MAX_VALUE);
      Range.check("points", points, 10, 2_000);
      Range.check("candidates", candidates, 100, 100_000);
    }
  }

  /** A proposer. */
  public HypervolumeProposer(Options options) {
    this.options = options;
    GpProposer.Options usual = GpProposer.Options.defaults();
    ofOne =
        new GpProposer(
            new GpProposer.Options(
                usual.measure(),
                usual.kappa(),
                usual.pending(),
                options.initial,
                options.points,
                options.candidates));
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    boolean areSeveral = known.observed().stream().anyMatch(one -> scores(one).size() > 1);
    return areSeveral ? proposeOfTwo(known, draws) : ofOne.propose(known, draws);
  }

  private Optional<Proposal> proposeOfTwo(Knowledge known, Draws draws) {
    var untried = new Untried(known);
    Results results = Results.of(known, options.initial);
    if (results.size() < options.initial || !results.isInformative()) {
      return untried.sobol(known, draws).map(candidate -> candidate.proposal("sobol", 0));
    }
    int[] which = Thinned.of(results, options.points);
    var front = new Front(known, results, which, draws);
    int effort =
        Math.max(EFFORT_MIN, Math.min(options.candidates, PAIRS_MAX / Math.max(1, which.length)));
    return new CandidateSearch(effort)
        .best(untried, results, front::worth, draws)
        .map(found -> found.candidate().proposal("hypervolume-improvement", found.worth()));
  }

  /** The scores of each objective at some results, the worst where one could not be trained. */
  private static List<double[]> scores(Results results, int[] which) {
    int count = results.shown().stream().mapToInt(one -> scores(one).size()).max().orElse(1);
    if (count > 2) {
      throw new IllegalArgumentException(
          "ehvi needs one or two objectives, but there are %d.%nMaybe suggest: {name: gp}."
              .formatted(count));
    }
    List<double[]> all = new ArrayList<>();
    for (int objective = 0; objective < count; objective++) {
      all.add(scores(results, which, objective));
    }
    return all;
  }

  private static double[] scores(Results results, int[] which, int objective) {
    double[] finite =
        Arrays.stream(which)
            .filter(results::isFeasible)
            .mapToDouble(i -> scores(results.shown().get(i)).get(objective))
            .toArray();
    double worst = Arrays.stream(finite).max().orElse(0);
    return Arrays.stream(which)
        .mapToDouble(
            i -> results.isFeasible(i) ? scores(results.shown().get(i)).get(objective) : worst)
        .toArray();
  }

  private static List<Double> scores(Observed one) {
    Outcome outcome = one.outcome();
    return outcome == null ? List.of(one.score()) : outcome.scores();
  }

  private static List<double[]> thetas(ScoreModel model, Results first) {
    int[] which = Thinned.of(first, FIT_POINTS);
    return scores(first, which).stream()
        .map(scores -> model.fitted(model.observations(first, which, scores)))
        .toList();
  }

  /** What is known of the front, and what is expected to be added to it. */
  private final class Front {
    private final ScoreModel model;
    private final List<GaussianProcess> processes = new ArrayList<>();
    private final double[][] known;
    private final double[] reference;

    Front(Knowledge knowledge, Results results, int[] which, Draws draws) {
      model = new ScoreModel(knowledge.space());
      List<double[]> thetas = refits.of(results, knowledge.seed(), first -> thetas(model, first));
      List<double[]> columns = new ArrayList<>();
      List<double[]> scores = scores(results, which);
      for (int k = 0; k < scores.size(); k++) {
        Observations observations = model.observations(results, which, scores.get(k));
        GaussianProcess process =
            model.process(
                thetas.get(Math.min(k, thetas.size() - 1)),
                observations,
                knowledge,
                Pending.BELIEVER,
                draws.split("pending", k));
        processes.add(process);
        columns.add(with(observations.targets(), model.means(process, knowledge.pending())));
      }
      known =
          IntStream.range(0, columns.getFirst().length)
              .mapToObj(i -> columns.stream().mapToDouble(column -> column[i]).toArray())
              .toArray(double[][]::new);
      reference = reference(known, scores.size());
    }

    double[] worth(List<Candidate> candidates) {
      List<List<Normal>> expected =
          processes.stream().map(process -> model.predict(process, candidates)).toList();
      return IntStream.range(0, candidates.size())
          .mapToDouble(i -> improvement(expected.stream().map(each -> each.get(i)).toList()))
          .toArray();
    }

    private double improvement(List<Normal> expected) {
      double[] mean = expected.stream().mapToDouble(Normal::mean).toArray();
      double[] deviation =
          expected.stream().mapToDouble(one -> Math.sqrt(one.variance())).toArray();
      return HypervolumeImprovement.expected(known, reference, mean, deviation);
    }
  }

  private static double[] with(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static double least(double[][] points, int objective) {
    return Arrays.stream(points).mapToDouble(point -> point[objective]).min().orElse(0);
  }

  private static double greatest(double[][] points, int objective) {
    return Arrays.stream(points).mapToDouble(point -> point[objective]).max().orElse(0);
  }

  /**
   * A little beyond the worst of the front in each objective; 0 if nothing is known, as where
   * scores are too far apart to be standardised.
   */
  private static double[] reference(double[][] points, int objectives) {
    double[][] front =
        Arrays.stream(Domination.nonDominated(points))
            .mapToObj(i -> points[i])
            .toArray(double[][]::new);
    double[] reference = new double[objectives];
    for (int k = 0; k < reference.length; k++) {
      double extent = greatest(front, k) - least(front, k);
      if (!(extent > 0)) {
        extent = greatest(points, k) - least(points, k);
      }
      reference[k] = greatest(front, k) + MARGIN * extent;
    }
    return reference;
  }
}
