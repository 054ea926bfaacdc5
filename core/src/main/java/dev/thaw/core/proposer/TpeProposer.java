package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, NeurIPS 2011): what is
 * likely among good configurations and unlikely among the others.
 *
 * <p>Trials are compared at the highest level that {@code startups} of them reached; the best of
 * them are good, everything else is not: the others of that level, those that could not be trained,
 * and those that are pending (the constant liar of Ginsbourger et al. 2010), so that workers that
 * ask at once are told different things. Parameters that were inactive are left out.
 *
 * <p>Differs from the paper: all coordinates of a candidate come from one kernel and are judged
 * together, unless {@code multivariate} is off; older trials weigh less; whole numbers and ordered
 * choices are judged at the center of their bin instead of by its mass.
 *
 * @param startups how many trials are needed before the first proposal that is not random, at least
 *     2; 10 by default
 * @param candidates how many draws from the density of good ones compete, at least 1; 24 by default
 * @param goodFraction the part of trials that are good, rounded up, above 0 and at most 1; 0.1 by
 *     default
 * @param goodMost how many are good at most, at least 1; 25 by default
 * @param recent how many trials weigh 1, at least 1; the weights of older ones fall linearly to one
 *     over the number of all; 25 by default
 * @param priorWeight how much the kernel that knows nothing weighs against one trial, from 0.01 to
 *     100; 1 by default
 * @param prior the weight of the priors of the space, which candidates are compared with and which
 *     fades with the number of trials; univariate candidates are not compared, so there the priors
 *     count in the startups only
 * @param multivariate whether coordinates depend on each other; true by default
 */
public record TpeProposer(
    int startups,
    int candidates,
    double goodFraction,
    int goodMost,
    int recent,
    double priorWeight,
    PriorWeight prior,
    boolean multivariate)
    implements Proposer {

  private static final int ROUNDS = 10;

  public TpeProposer {
    Range.check("startups", startups, 2, Integer.MAX_VALUE);
    Range.check("candidates", candidates, 1, Integer.MAX_VALUE);
    Range.check("goodFraction", goodFraction, Double.MIN_VALUE, 1);
    Range.check("goodMost", goodMost, 1, Integer.MAX_VALUE);
    Range.check("recent", recent, 1, Integer.MAX_VALUE);
    Range.check("priorWeight", priorWeight, 0.01, 100);
  }

  /** The estimator with all defaults. */
  public static TpeProposer defaults() {
    return new TpeProposer(10, 24, 0.1, 25, 25, 1, PriorWeight.defaults(), true);
  }

  /** This estimator with every coordinate on its own, as in the paper. */
  public TpeProposer univariate() {
    return new TpeProposer(
        startups, candidates, goodFraction, goodMost, recent, priorWeight, prior, false);
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    Untried untried = new Untried(known);
    Split split = split(known);
    if (split.good().isEmpty()) {
      Optional<Candidate> leaned = known.leaning().first(untried, draws.split("leaning", 0));
      return leaned.isPresent()
          ? leaned.map(candidate -> candidate.proposal("known", 0))
          : untried.drawnProposal(draws);
    }
    Search search = new Search(known, untried, fit(split.good(), known), fit(split.bad(), known));
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Proposal> best = search.best(draws.split("round", round));
      if (best.isPresent()) {
        return best;
      }
    }
    return untried.drawnProposal(draws);
  }

  /**
   * Good configurations and all others, both by number of the trial, those that are pending last.
   */
  record Split(List<Configuration> good, List<Configuration> bad) {}

  /** Parts what is known; nothing is good while fewer trials than the startups were observed. */
  Split split(Knowledge known) {
    List<Observed> ranked = new ArrayList<>();
    for (Observed one : known.comparable(startups)) {
      if (!Double.isNaN(one.score())) {
        ranked.add(one);
      }
    }
    ranked.sort(Latest.BETTER_FIRST);
    List<Observed> infeasible = Latest.infeasible(known.observed());
    int all = ranked.size() + infeasible.size();
    int goods = all < startups ? 0 : Math.min(goods(all), ranked.size());
    List<Observed> others = new ArrayList<>(ranked.subList(goods, ranked.size()));
    others.addAll(infeasible);
    List<Configuration> bad = new ArrayList<>(byNumber(others));
    bad.addAll(known.pending());
    return new Split(byNumber(ranked.subList(0, goods)), bad);
  }

  private int goods(int all) {
    return Math.min((int) Math.ceil(goodFraction * all), goodMost);
  }

  private static List<Configuration> byNumber(List<Observed> some) {
    return some.stream()
        .sorted(Comparator.comparingInt(Observed::trial))
        .map(Observed::configuration)
        .toList();
  }

  private ParzenEstimator fit(List<Configuration> some, Knowledge known) {
    SearchSpace space = known.space();
    double[][] points = some.stream().map(space::encode).toArray(double[][]::new);
    boolean[][] active = some.stream().map(one -> active(space, one)).toArray(boolean[][]::new);
    return new ParzenEstimator(space, points, active, weights(points.length), priorWeight);
  }

  /** The weights of so many trials, oldest first, and of the prior. */
  double[] weights(int trials) {
    double[] weights = new double[trials + 1];
    Arrays.fill(weights, 1);
    int old = trials - recent;
    for (int i = 0; i < old; i++) {
      double least = 1.0 / trials;
      weights[i] = old == 1 ? least : least + (1 - least) * i / (old - 1);
    }
    weights[trials] = priorWeight;
    return weights;
  }

  private static boolean[] active(SearchSpace space, Configuration configuration) {
    boolean[] active = new boolean[space.dimension()];
    for (int c = 0; c < active.length; c++) {
      active[c] = configuration.get(space.coordinate(c).name()).isPresent();
    }
    return active;
  }

  /** The search for a candidate with much density of good ones and little of the others. */
  private final class Search {
    private final Knowledge known;
    private final SearchSpace space;
    private final Untried untried;
    private final ParzenEstimator good;
    private final ParzenEstimator bad;

    Search(Knowledge known, Untried untried, ParzenEstimator good, ParzenEstimator bad) {
      this.known = known;
      this.space = known.space();
      this.untried = untried;
      this.good = good;
      this.bad = bad;
    }

    Optional<Proposal> best(Draws draws) {
      List<Proposal> proposals = new ArrayList<>();
      int count = multivariate ? candidates : 1;
      for (int i = 0; i < count; i++) {
        Draws own = draws.split("candidate", i);
        double[] point = multivariate ? good.sample(own) : eachBest(own);
        untried.at(point).map(this::measure).ifPresent(proposals::add);
      }
      return proposals.isEmpty()
          ? Optional.empty()
          : Optional.of(Collections.max(proposals, Comparator.comparingDouble(Proposal::worth)));
    }

    private Proposal measure(Candidate candidate) {
      Configuration configuration = candidate.configuration();
      double[] point = candidate.point();
      boolean[] active = active(space, configuration);
      double ratio = prior.logWeight(known, configuration) + leaning(configuration);
      if (multivariate) {
        ratio += good.logDensity(point, active) - bad.logDensity(point, active);
      } else {
        for (int c = 0; c < point.length; c++) {
          ratio += active[c] ? ratio(c, point[c]) : 0;
        }
      }
      return new Proposal(configuration, "density-ratio", ratio);
    }

    private double leaning(Configuration configuration) {
      return known.leaning().logWeights(List.of(configuration))[0];
    }

    private double ratio(int coordinate, double place) {
      return good.logDensity(coordinate, place) - bad.logDensity(coordinate, place);
    }

    private double[] eachBest(Draws draws) {
      double[] point = new double[space.dimension()];
      for (int c = 0; c < point.length; c++) {
        Draws own = draws.split("coordinate", c);
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates; i++) {
          double place = good.sample(c, own.split("candidate", i));
          double ratio = ratio(c, place);
          if (ratio > most) {
            most = ratio;
            point[c] = place;
          }
        }
      }
      return point;
    }
  }
}
