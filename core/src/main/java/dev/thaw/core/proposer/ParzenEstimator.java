package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;

/**
 * A mixture of kernels on the unit cube of a space: one kernel for each observation, and one of the
 * prior, which is wide and knows nothing.
 *
 * <p>A kernel is a normal distribution truncated to [0, 1] at the observation, as wide as the
 * larger gap to its neighbours (Bergstra et al., NeurIPS 2011, section 4), but not narrower than 1
 * / min(100, n + 2) and not wider than 1; for categorical parameters, the choice itself plus an
 * even share of {@code priorWeight / (n + 1)}. Where an observation lacks a coordinate, because its
 * parameter was inactive, its kernel is that of the prior.
 */
final class ParzenEstimator {
  private static final double LOG_ROOT_2_PI = 0.5 * StrictMath.log(2 * Math.PI);
  private static final double ROOT_2 = StrictMath.sqrt(2);
  private static final double PRIOR_CENTER = 0.5;
  private static final int EVEN = 0;
  private static final int SAME = 1;
  private static final int OTHER = 2;
  private static final int NARROWEST = 100;
  private static final int DRAWS_MAX = 1_000;

  /** The logarithm of a share that a sum of thousands does not feel. */
  private static final double NOTHING_BELOW = -46;

  /** Beyond so many deviations from a bound the truncation takes nothing. */
  private static final double FAR = 8;

  private final int kernels;
  private final int[] choices;
  private final double[][] centers;
  private final boolean[][] known;
  private final double[][] widths;
  private final double[][] logScales;
  private final double[] weights;
  private final double[] logWeights;
  private final double logTotal;

  /** For each coordinate, the kernels that know it, and last that of the prior. */
  private final int[][] knowing;

  private final double share;

  /** For each categorical coordinate, the logarithms of the probabilities of a kernel. */
  private final double[][] logShares;

  /**
   * Fits points of the unit cube.
   *
   * @param points n x d, n at least 0, oldest first
   * @param active n x d, whether the coordinate counts
   * @param weights n + 1 positive numbers, the last one that of the prior
   * @param priorWeight how much the prior adds to each choice, positive
   */
  ParzenEstimator(
      SearchSpace space,
      double[][] points,
      boolean[][] active,
      double[] weights,
      double priorWeight) {
    int dimension = space.dimension();
    kernels = points.length + 1;
    this.weights = weights;
    logWeights = Arrays.stream(weights).map(StrictMath::log).toArray();
    logTotal = StrictMath.log(Arrays.stream(weights).sum());
    share = priorWeight / kernels;
    choices = choices(space);
    logShares = Arrays.stream(choices).mapToObj(this::logShares).toArray(double[][]::new);
    centers = new double[kernels][dimension];
    known = new boolean[kernels][dimension];
    widths = new double[kernels][dimension];
    logScales = new double[kernels][dimension];
    for (double[] center : centers) {
      Arrays.fill(center, PRIOR_CENTER);
    }
    for (int i = 0; i < points.length; i++) {
      for (int c = 0; c < dimension; c++) {
        known[i][c] = active[i][c];
        centers[i][c] = active[i][c] ? points[i][c] : PRIOR_CENTER;
      }
    }
    knowing = new int[dimension][];
    for (int c = 0; c < dimension; c++) {
      int coordinate = c;
      knowing[c] = IntStream.range(0, kernels).filter(i -> counts(i, coordinate)).toArray();
      fitWidths(c);
    }
  }

  private static int[] choices(SearchSpace space) {
    return IntStream.range(0, space.dimension())
        .map(c -> space.coordinate(c) instanceof CategoricalParameter p ? p.values().size() : 0)
        .toArray();
  }

  /** By kind: a kernel that does not know the coordinate, its own choice, another choice. */
  private double[] logShares(int count) {
    double all = 1 + count * share;
    return new double[] {
      -StrictMath.log(Math.max(count, 1)),
      StrictMath.log((1 + share) / all),
      StrictMath.log(share / all)
    };
  }

  private void fitWidths(int c) {
    int[] sorted =
        Arrays.stream(knowing[c])
            .boxed()
            .sorted(Comparator.comparingDouble(i -> centers[i][c]))
            .mapToInt(Integer::intValue)
            .toArray();
    double narrowest = 1.0 / Math.min(NARROWEST, sorted.length + 1);
    for (double[] width : widths) {
      width[c] = 1;
    }
    for (int k = 0; k < sorted.length; k++) {
      double left = k == 0 ? 0 : centers[sorted[k]][c] - centers[sorted[k - 1]][c];
      int last = sorted.length - 1;
      double right = k == last ? 0 : centers[sorted[k + 1]][c] - centers[sorted[k]][c];
      if (known[sorted[k]][c]) {
        widths[sorted[k]][c] = Math.clamp(Math.max(left, right), narrowest, 1.0);
      }
    }
    for (int i = 0; i < kernels; i++) {
      logScales[i][c] = logScale(centers[i][c], widths[i][c]);
    }
  }

  /** The logarithm of a kernel's height at its center. */
  private static double logScale(double center, double width) {
    double low = -center / width;
    double high = (1 - center) / width;
    double mass = -low > FAR && high > FAR ? 1 : 0.5 * Erf.erf(low / ROOT_2, high / ROOT_2);
    return -StrictMath.log(width) - LOG_ROOT_2_PI - StrictMath.log(mass);
  }

  /** The width of a kernel along a coordinate; 1 where it is that of the prior. */
  double width(int kernel, int coordinate) {
    return widths[kernel][coordinate];
  }

  /**
   * The logarithm of the density of the coordinates that are active, of which all that belong to a
   * kernel count together.
   */
  double logDensity(double[] point, boolean[] active) {
    double[] logs = new double[kernels];
    for (int i = 0; i < kernels; i++) {
      double sum = logWeights[i];
      for (int c = 0; c < point.length; c++) {
        sum += active[c] ? logKernel(i, c, point[c]) : 0;
      }
      logs[i] = sum;
    }
    return logSum(logs) - logTotal;
  }

  /** The logarithm of the density of one coordinate, of the kernels that know it. */
  double logDensity(int coordinate, double place) {
    int[] own = knowing[coordinate];
    double[] logs = new double[own.length];
    double total = 0;
    for (int k = 0; k < own.length; k++) {
      total += weights[own[k]];
      logs[k] = logWeights[own[k]] + logKernel(own[k], coordinate, place);
    }
    return logSum(logs) - StrictMath.log(total);
  }

  private boolean counts(int kernel, int coordinate) {
    return known[kernel][coordinate] || kernel == kernels - 1;
  }

  private double logKernel(int kernel, int c, double place) {
    if (choices[c] == 0) {
      double u = (place - centers[kernel][c]) / widths[kernel][c];
      return logScales[kernel][c] - 0.5 * u * u;
    }
    boolean same = Math.abs(place - centers[kernel][c]) * choices[c] < 0.5;
    return logShares[c][!known[kernel][c] ? EVEN : same ? SAME : OTHER];
  }

  private static double logSum(double[] logs) {
    double most = logs[0];
    for (double log : logs) {
      most = Math.max(most, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += log - most > NOTHING_BELOW ? StrictMath.exp(log - most) : 0;
    }
    return most + StrictMath.log(sum);
  }

  /** A draw of all coordinates from one kernel. */
  double[] sample(Draws draws) {
    int kernel = pick(weights, draws.uniform(0));
    double[] point = new double[choices.length];
    for (int c = 0; c < point.length; c++) {
      point[c] = sample(kernel, c, draws.split("coordinate", c));
    }
    return point;
  }

  /** A draw of one coordinate from one of the kernels that know it. */
  double sample(int coordinate, Draws draws) {
    int[] own = knowing[coordinate];
    double[] some = Arrays.stream(own).mapToDouble(i -> weights[i]).toArray();
    int kernel = own[pick(some, draws.uniform(0))];
    return sample(kernel, coordinate, draws.split("place", 0));
  }

  private static int pick(double[] weights, double uniform) {
    double left = uniform * Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length - 1; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  private double sample(int kernel, int c, Draws draws) {
    if (choices[c] == 0) {
      return truncated(centers[kernel][c], widths[kernel][c], draws);
    }
    double uniform = draws.uniform(0) * (1 + choices[c] * share);
    boolean keep = known[kernel][c] && uniform >= choices[c] * share;
    return keep ? centers[kernel][c] : (draws.below(choices[c], 1) + 0.5) / choices[c];
  }

  /** One draw in three at least is accepted, because a kernel is centered and no wider than 1. */
  private static double truncated(double center, double width, Draws draws) {
    for (int i = 0; i < DRAWS_MAX; i++) {
      double place = center + width * draws.normal(i);
      if (place >= 0 && place <= 1) {
        return place;
      }
    }
    return center;
  }
}
