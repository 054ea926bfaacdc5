package dev.thaw.core.acquisition;

/** The epochs and thresholds that successive decisions ask about. Random numbers are inputs. */
public final class Horizons {
  private static final double LEAST_EXPONENT = -4;
  private static final double EXPONENTS = 3;

  private Horizons() {}

  /**
   * The epochs ahead of which a decision looks: all of them, {@code last}, for even decisions, and
   * {@link #random} for odd ones.
   *
   * @param decision the number of the decision, from 0
   * @param last the last epoch, T, at least 1
   * @param uniform a number from [0, 1)
   */
  public static int alternating(long decision, int last, double uniform) {
    return decision % 2 == 0 ? last : random(last, uniform);
  }

  /** One of 1 to {@code last}, each as likely as the others; {@code uniform} is from [0, 1). */
  public static int random(int last, double uniform) {
    return 1 + Math.max(0, Math.min(last - 1, (int) (uniform * last)));
  }

  /** The epoch that a trial of this age is asked about: age + horizon, but not after the last. */
  public static int epoch(int age, int horizon, int last) {
    return (int) Math.min((long) age + horizon, last);
  }

  /**
   * The value that MFPI-random asks to be beaten (Rakotoarison et al., "In-context freeze-thaw
   * Bayesian optimization", ICML 2024, section 4): better than the best by a share tau of {@code
   * reference - best}, with log10 tau uniform from -4 to -1. Score it with {@link
   * Acquisition#logProbabilityOfImprovement} at a {@link #random} horizon.
   *
   * <p>Differs from the paper, which measures an error with a perfect score of 0: there the
   * threshold is {@code best (1 - tau)}, which is the same with {@code reference = 2 best}. Where
   * values are unbounded, the median of the last values is a good reference.
   *
   * @param best the best value so far
   * @param reference a worse value that gives the scale
   * @param uniform a number from [0, 1)
   */
  public static double threshold(double best, double reference, double uniform) {
    double share = Math.pow(10, LEAST_EXPONENT + EXPONENTS * uniform);
    return best - share * Math.max(0, reference - best);
  }
}
