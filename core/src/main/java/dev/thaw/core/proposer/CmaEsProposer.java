package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CMA-ES: a normal distribution on the unit cube that moves towards the better half of each
 * generation and takes its shape (Hansen, "The CMA evolution strategy: a tutorial", arXiv
 * 1604.00772).
 *
 * <p>The distribution is worked out anew from what is known, so no generation has to be waited for:
 * trials that could be trained are dealt into generations by their numbers, whoever proposed them,
 * and those of the last one that is whole decide. Within a generation a trial that was taken to a
 * higher level is better. Trials that could not be trained belong to none, as points outside of the
 * feasible region are drawn again there.
 *
 * <p>The first search starts at the defaults, or at the median of the prior of a parameter that has
 * one. When all deviations are below the tolerance, or a whole generation is equal, the search
 * starts again at a random point with larger generations (IPOP, Auger and Hansen, CEC 2005).
 *
 * <p>Differs from the tutorial: points are reflected at the bounds. Whole numbers and choices are
 * the bins of their coordinate; where a draw falls into the bin of the mean it leaps to any bin
 * with probability 1 / (d lambda), so that a coordinate whose deviation is smaller than its bin is
 * not lost (the aim of the margin of Hamano et al., GECCO 2022).
 *
 * @param generation the size of a generation, 0 or from 4 to 1,000; 0, the default, is 4 + floor(3
 *     ln d)
 * @param sigma the deviation of the first generation, above 0 and at most 1 of the range of each
 *     parameter; 0.3 by default
 * @param tolerance of the range of each parameter, above 0 and below sigma; 0.001 by default
 * @param growth of generations at a restart, from 1 to 10; 2 by default
 */
public record CmaEsProposer(int generation, double sigma, double tolerance, double growth)
    implements Proposer {

  private static final int ATTEMPTS = 100;
  private static final int GENERATION_MAX = 1_000;

  public CmaEsProposer {
    if (generation != 0 && (generation < 4 || generation > GENERATION_MAX)) {
      throw new IllegalArgumentException(
          "generation (%d) must be from 4 to %d, or 0 to follow from the number of parameters."
              .formatted(generation, GENERATION_MAX));
    }
    Range.check("sigma", sigma, Double.MIN_VALUE, 1);
    Range.check("tolerance", tolerance, Double.MIN_VALUE, Math.nextDown(sigma));
    Range.check("growth", growth, 1, 10);
  }

  /** The method with all defaults. */
  public static CmaEsProposer defaults() {
    return new CmaEsProposer(0, 0.3, 1e-3, 2);
  }

  @Override
  public Optional<Proposal> propose(Knowledge known, Draws draws) {
    Untried untried = new Untried(known);
    if (known.space().dimension() == 0) {
      return untried.drawnProposal(draws);
    }
    CmaEsState state = state(known);
    double[] center = rounded(known.space(), state.mean());
    return untried.first(
        "search-distribution",
        ATTEMPTS,
        attempt -> draw(known.space(), state, center, draws.split("draw", attempt)),
        draws);
  }

  /** The distribution after all generations that are whole. */
  CmaEsState state(Knowledge known) {
    SearchSpace space = known.space();
    List<Observed> trained =
        Latest.of(known.observed()).stream().filter(one -> !Double.isNaN(one.score())).toList();
    int restarts = 0;
    CmaEsState state = start(space, known.seed(), restarts);
    int from = 0;
    while (from + state.strategy().lambda() <= trained.size()) {
      int until = from + state.strategy().lambda();
      List<Observed> ranked = new ArrayList<>(trained.subList(from, until));
      ranked.sort(Latest.BETTER_FIRST);
      state.learn(
          ranked.stream().map(one -> space.encode(one.configuration())).toArray(double[][]::new));
      if (state.isConverged(tolerance) || areEqual(ranked)) {
        restarts++;
        state = start(space, known.seed(), restarts);
      }
      from = until;
    }
    return state;
  }

  private static boolean areEqual(List<Observed> ranked) {
    Observed best = ranked.getFirst();
    Observed worst = ranked.getLast();
    return best.score() == worst.score() && best.level() == worst.level();
  }

  /** The first search starts at the defaults or the priors, later ones anywhere. */
  private CmaEsState start(SearchSpace space, long seed, int restarts) {
    int dimension = space.dimension();
    double[] start = new double[dimension];
    if (restarts == 0) {
      start = first(space);
    } else {
      Arrays.setAll(start, Draws.of(seed, "cma-es.restart", restarts)::uniform);
    }
    int first = generation == 0 ? CmaEsStrategy.lambda(dimension) : generation;
    double lambda = Math.min(first * StrictMath.pow(growth, restarts), GENERATION_MAX);
    return new CmaEsState(CmaEsStrategy.of(dimension, (int) lambda), start, sigma);
  }

  /** The defaults, or the median of the prior where a parameter has one. */
  private static double[] first(SearchSpace space) {
    double[] start = space.encode(space.defaults());
    double[] half = new double[start.length];
    Arrays.fill(half, 0.5);
    double[] median = space.likely(half);
    for (int c = 0; c < start.length; c++) {
      String name = space.coordinate(c).name();
      if (space.priors().stream().anyMatch(prior -> prior.parameter().equals(name))) {
        start[c] = median[c];
      }
    }
    return start;
  }

  private static double[] rounded(SearchSpace space, double[] point) {
    return space.encode(space.decode(point));
  }

  private static double[] draw(SearchSpace space, CmaEsState state, double[] center, Draws draws) {
    double[] point = state.sample(draws);
    for (int c = 0; c < point.length; c++) {
      point[c] = reflected(point[c]);
    }
    double[] near = rounded(space, point);
    double leap = 1.0 / (point.length * state.strategy().lambda());
    for (int c = 0; c < point.length; c++) {
      Draws own = draws.split("leap", c);
      if (isStepped(space.coordinate(c)) && near[c] == center[c] && own.uniform(0) < leap) {
        point[c] = own.uniform(1);
      }
    }
    return point;
  }

  private static boolean isStepped(Parameter parameter) {
    return switch (parameter) {
      case RealParameter real -> real.step().isPresent();
      case IntegerParameter _, OrdinalParameter _, CategoricalParameter _ -> true;
      case ConstantParameter _, DerivedParameter _ -> false;
    };
  }

  /** Mirrors a number at 0 and 1 until it lies between them. */
  static double reflected(double x) {
    double phase = Math.abs(x) % 2;
    return phase > 1 ? 2 - phase : phase;
  }
}
