package dev.thaw.core.pareto;

import dev.thaw.core.acquisition.Acquisition;
import java.util.Arrays;

/**
 * What a point whose two scores are independently and normally distributed is expected to add to
 * the hypervolume of a front: the expected hypervolume improvement of Emmerich, Deutz and
 * Klinkenberg 2011, in closed form.
 *
 * <p>The improvement is the area of all (a, b) that the front does not dominate and the point does,
 * so its expectation is the integral of P(first &lt;= a) P(second &lt;= b) over what the front does
 * not dominate. The front cuts that into strips, between the first scores of neighbours and below
 * the second score of the left one; in each the integral is a product, and the integral of P(y
 * &lt;= t) up to b is the expected improvement below b. With the front sorted by the first score x
 * and the strips 0 ... n,
 *
 * <pre>sum_i (EI_1(x_(i+1)) - EI_1(x_i)) EI_2(y_i),   x_0 = -inf, x_(n+1) = r_1, y_0 = r_2</pre>
 */
public final class HypervolumeImprovement {

  private HypervolumeImprovement() {}

  /**
   * The expected improvement, at least 0. A deviation of 0 is the limit, an outcome that is known;
   * a NaN or a negative deviation gives 0.
   *
   * @param points what is known, two scores each; dominated ones, and those that are not better
   *     than the reference in both, change nothing
   * @param reference two finite scores
   * @param mean the expected scores of the point
   * @param deviation their standard deviations
   */
  public static double expected(
      double[][] points, double[] reference, double[] mean, double[] deviation) {
    if (reference.length != 2 || mean.length != 2 || deviation.length != 2) {
      throw new IllegalArgumentException(
          "reference (%d), mean (%d) and deviation (%d) must have 2 objectives each."
              .formatted(reference.length, mean.length, deviation.length));
    }
    double[][] front = front(points, reference);
    double expected = 0;
    double before = 0;
    for (int strip = 0; strip <= front.length; strip++) {
      double right = strip < front.length ? front[strip][0] : reference[0];
      double top = strip > 0 ? front[strip - 1][1] : reference[1];
      double upTo = Acquisition.expectedImprovement(mean[0], deviation[0], right);
      expected +=
          Math.max(0, upTo - before) * Acquisition.expectedImprovement(mean[1], deviation[1], top);
      before = upTo;
    }
    return expected;
  }

  /** The front by the first score; equal points make strips of no width. */
  private static double[][] front(double[][] points, double[] reference) {
    double[][] inside =
        Arrays.stream(points)
            .filter(point -> point[0] < reference[0] && point[1] < reference[1])
            .toArray(double[][]::new);
    double[][] best =
        Arrays.stream(Domination.nonDominated(inside))
            .mapToObj(i -> inside[i])
            .toArray(double[][]::new);
    return Arrays.stream(Domination.lexical(best)).mapToObj(i -> best[i]).toArray(double[][]::new);
  }
}
