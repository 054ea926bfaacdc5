package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * HORD: a cubic radial basis function in place of a Gaussian process, and candidates that differ
 * from the best result in fewer and fewer coordinates (Ilievski, Akhtar, Feng and Shoemaker 2017,
 * "Efficient hyperparameter optimization for deep learning algorithms using deterministic RBF
 * surrogates"; DYCORS of Regis and Shoemaker 2013, as in pySOT).
 *
 * <p>A run begins with a Latin hypercube of twice as many points as the space has dimensions and
 * one. Then, of many candidates around the best result of the run, the one is proposed that
 * balances a low value of the surrogate and a large distance from what was tried, with a weight
 * that goes in circles. Steps become shorter after failures, longer after successes, and when
 * nothing helps the next run begins with a new hypercube and forgets the last. Where it stands is
 * worked out from the results in the order of their trials, see {@link HordRun}.
 *
 * <p>What has no order gets any other value where the paper, whose spaces have none of it, moves a
 * number. Of a run with more than {@code points} results the surrogate knows the better half of
 * that and others spread over the space.
 *
 * @param radius the standard deviation of the first steps, in edges of the cube, above 0 and at
 *     most 1; 0.2 by default
 * @param budget how many configurations are expected to be proposed if nobody knows, at least 1;
 *     200 by default, as in the paper
 * @param candidates how many to value at most, from 10 to 100,000; 1,000 by default, and always at
 *     most 100 for each dimension
 * @param points of how many results the surrogate is made, from 10 to 2,000; 200 by default
 * @param capped whether what is worse than the median counts as the median, so that no run that
 *     diverged bends the surrogate; true by default
 */
public record HordProposer(double radius, int budget, int candidates, int points, boolean capped)
    implements Proposer {

  private static final double[] WEIGHTS = {0.3, 0.5, 0.8, 0.95};
  private static final double TOO_NEAR = 1e-3;
  private static final int CANDIDATES_A_DIMENSION = 100;
  private static final double CHANGED = 20;

  /** Checks the ranges. */
  public HordProposer {
    Range.check("radius", radius, Double.MIN_NORMAL, 1);
    Range.check("budget", budget, 1, Integer.MAX_VALUE);
    Range.check("candidates", candidates, 10, 100_000);
    Range.check("points", points, 10, 2_000);
  }

  /** The method with all defaults. */
  public static HordProposer defaults() {
    return new HordProposer(0.2, 200, 1_000, 200, true);
  }

  /** This method without a cap on what is worse than the median. */
  public HordProposer uncapped() {
    return new HordProposer(radius, budget, candidates, points, false);
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    var untried = new Untried(known);
    Results all = Results.of(known, 1);
    int dimension = known.space().dimension();
    int design = 2 * (dimension + 1);
    HordRun run = HordRun.after(all, design, radius);
    int number = number(known, all, run);
    if (number < design) {
      return hypercube(untried, known, run, number, design)
          .or(() -> untried.random(draws))
          .map(candidate -> candidate.proposal("latin-hypercube", 0));
    }
    Results results = all.between(run.from(), all.size());
    if (results.size() <= dimension || !results.isInformative()) {
      return untried.random(draws).map(candidate -> candidate.proposal("random", 0));
    }
    double weight = WEIGHTS[(number - design) % WEIGHTS.length];
    return new Step(known, untried, results, run)
        .best(change(known, number - design, design), weight, new Rolls(draws))
        .or(() -> untried.random(draws).map(candidate -> candidate.proposal("random", 0)));
  }

  /** How many configurations the run has tried, or is trying, when this one is proposed. */
  private static int number(Knowledge known, Results all, HordRun run) {
    int last = run.from() == 0 ? -1 : all.shown().get(run.from() - 1).trial();
    long seen =
        known.observed().stream()
            .mapToInt(Observed::trial)
            .filter(t -> t > last)
            .distinct()
            .count();
    return Math.toIntExact(seen) + known.pending().size();
  }

  private static Optional<Candidate> hypercube(
      Untried untried, Knowledge known, HordRun run, int number, int design) {
    Draws draws = Draws.of(known.seed(), "hord", run.number());
    double[] point = new double[known.space().dimension()];
    for (int i = 0; i < point.length; i++) {
      int[] order = new Rolls(draws.split("coordinate", i)).permutation(design);
      point[i] = (order[number] + 0.5) / design;
    }
    return untried.at(point);
  }

  /**
   * With which probability each coordinate changes (Regis and Shoemaker 2013, equation 1).
   *
   * @param done how many candidates were chosen before in this run
   */
  private double change(Knowledge known, int done, int design) {
    int dimension = known.space().dimension();
    int expected = known.planned() > 0 ? known.planned() : budget;
    double left = Math.max(2, expected - design);
    double share = 1 - StrictMath.log(done + 1) / StrictMath.log(left);
    return Math.max(Math.min(CHANGED / dimension, 1) * share, 1.0 / dimension);
  }

  /** Without those of a point that comes earlier: no surrogate has two values at one point. */
  private static int[] distinct(Results results, int[] ranked) {
    Set<Configuration> seen = new HashSet<>();
    return Arrays.stream(ranked)
        .filter(i -> seen.add(results.shown().get(i).configuration()))
        .toArray();
  }

  /** What a candidate is expected to score, and how far it is from what was tried. */
  @SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
  private record Valued(double[] point, double value, double distance) {}

  /** The choice among the candidates around the best result of a run. */
  private final class Step {
    private final Untried untried;
    private final ModelInputs inputs;
    private final double[] best;
    private final CubicRbf surrogate;
    private final NearbyDistances distances;
    private final double radius;

    Step(Knowledge known, Untried untried, Results results, HordRun run) {
      this.untried = untried;
      inputs = new ModelInputs(known.space());
      radius = run.radius();
      int[] which = distinct(results, Thinned.of(results, points));
      best = results.points()[which[0]];
      double[][] centres = inputs(results, which);
      surrogate = CubicRbf.of(centres, capped(results.scores(which)));
      List<double[]> tried = new ArrayList<>(Arrays.asList(centres));
      if (which.length < results.size()) {
        tried.addAll(Arrays.asList(inputs(results, results.ranked())));
      }
      known.pending().forEach(pending -> tried.add(inputs.of(pending)));
      distances = new NearbyDistances(tried.toArray(double[][]::new), inputs.of(best));
    }

    private double[][] inputs(Results results, int[] which) {
      return Arrays.stream(which)
          .mapToObj(i -> inputs.of(results.points()[i]))
          .toArray(double[][]::new);
    }

    private double[] capped(double[] ranked) {
      double cap = ranked[ranked.length / 2];
      return capped ? Arrays.stream(ranked).map(score -> Math.min(score, cap)).toArray() : ranked;
    }

    Optional<Proposal> best(double change, double weight, Rolls rolls) {
      int count = Math.min(candidates, CANDIDATES_A_DIMENSION * best.length);
      var moves = new Moves(untried.space());
      List<Valued> far = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Valued candidate = valued(moves.from(best, change, radius, rolls));
        if (candidate.distance >= TOO_NEAR * Math.sqrt(best.length)) {
          far.add(candidate);
        }
      }
      double[] merits = merits(far, weight);
      return IntStream.range(0, merits.length)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> merits[i]))
          .flatMap(
              i -> untried.at(far.get(i).point).map(c -> c.proposal("merit", -merits[i])).stream())
          .findFirst();
    }

    private Valued valued(double[] point) {
      double[] input = inputs.of(point);
      double[] squared = distances.from(input);
      double least = Double.POSITIVE_INFINITY;
      for (double one : squared) {
        least = Math.min(least, one);
      }
      return new Valued(point, surrogate.at(input, squared), Math.sqrt(least));
    }

    private static double[] merits(List<Valued> candidates, double weight) {
      double[] values = candidates.stream().mapToDouble(Valued::value).toArray();
      double[] distances = candidates.stream().mapToDouble(Valued::distance).toArray();
      return Merit.of(values, distances, weight);
    }
  }
}
