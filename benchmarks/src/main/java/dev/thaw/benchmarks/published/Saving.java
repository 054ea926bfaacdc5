package dev.thaw.benchmarks.published;

import java.util.Arrays;
import java.util.List;

/**
 * What a rule saved on one table.
 *
 * @param table its name
 * @param ratios for each run the epochs without the rule over those with it
 * @param lost for each run the normalised regret that the rule cost, at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record Saving(String table, double[] ratios, double[] lost) {

  private static final double TWICE = 2;

  /** The mean logarithm of the ratios. */
  private double mean() {
    return Arrays.stream(ratios).map(Math::log).average().orElseThrow();
  }

  /**
   * Over all tables.
   *
   * @param ratio the geometric mean of tables
   * @param low one in forty resamples of the tables lies below
   * @param high one in forty lies above
   * @param least the least of a table
   * @param most the greatest
   * @param twice on how many tables it is at least 2
   * @param runs how many runs there are
   * @param same in how many nothing was lost
   * @param little in how many no more than a little was lost
   * @param lost the mean over all runs of what was lost
   */
  record Summary(
      double ratio,
      double low,
      double high,
      double least,
      double most,
      long twice,
      long runs,
      long same,
      long little,
      double lost) {

    /** The summary of at least one table. */
    static Summary of(List<Saving> savings, double little) {
      double[] means = savings.stream().mapToDouble(Saving::mean).toArray();
      double[] ratios = Arrays.stream(means).map(Math::exp).toArray();
      double[] lost = savings.stream().flatMapToDouble(s -> Arrays.stream(s.lost)).toArray();
      Resampled log = Resampled.mean(means);
      return new Summary(
          Math.exp(log.value()),
          Math.exp(log.low()),
          Math.exp(log.high()),
          Arrays.stream(ratios).min().orElseThrow(),
          Arrays.stream(ratios).max().orElseThrow(),
          Arrays.stream(ratios).filter(r -> r >= TWICE).count(),
          lost.length,
          Arrays.stream(lost).filter(l -> l <= 0).count(),
          Arrays.stream(lost).filter(l -> l <= little).count(),
          Arrays.stream(lost).average().orElseThrow());
    }
  }
}
