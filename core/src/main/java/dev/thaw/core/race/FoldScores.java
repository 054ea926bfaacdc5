package dev.thaw.core.race;

/**
 * What a rival showed on each fold by itself, to be minimised, and how far rounding may have moved
 * it. Two scores tie if they differ by no more than both may have been moved. Immutable.
 */
public final class FoldScores {

  /** How many roundings, each of half an ulp at most, a trainer may make to reach its mean. */
  private static final double ROUNDINGS = 4;

  private final double[] scores;
  private final double[] errors;

  private FoldScores(double[] scores, double[] errors) {
    this.scores = scores;
    this.errors = errors;
  }

  /**
   * Scores that are exactly what a trainer reported.
   *
   * @param scores one for each fold, in the order of the folds; finite
   */
  public static FoldScores exact(double[] scores) {
    return new FoldScores(scores.clone(), new double[scores.length]);
  }

  /**
   * The scores of folds of which only the running means are known: that of fold k is k m_k - (k-1)
   * m_(k-1).
   *
   * <p>A mean of k scores that was summed in floating point is off by about k ulps, and k times as
   * much is what the difference is off by; so scores that were equal tie although their histories
   * differ. A mean that was rounded to few digits is off by more, and its ties are lost.
   *
   * @param means the mean over the folds 1 to k, for each k; finite
   */
  public static FoldScores ofMeans(double[] means) {
    double[] scores = new double[means.length];
    double[] errors = new double[means.length];
    double before = 0;
    double size = 0;
    for (int i = 0; i < means.length; i++) {
      int folds = i + 1;
      double sum = folds * means[i];
      scores[i] = sum - before;
      size = Math.max(size, Math.abs(sum));
      errors[i] = i == 0 ? 0 : ROUNDINGS * folds * Math.ulp(size);
      before = sum;
    }
    return new FoldScores(scores, errors);
  }

  /** How many folds there are. */
  public int folds() {
    return scores.length;
  }

  /** The score on a fold, from 0. */
  double score(int fold) {
    return scores[fold];
  }

  /** By how much rounding may have moved the score on a fold, from 0; 0 or more. */
  double error(int fold) {
    return errors[fold];
  }
}
