package dev.thaw.core.race;

import java.util.List;

/**
 * What a test says of rivals.
 *
 * @param test which test
 * @param folds over how many folds
 * @param statistic of the test; 0 if there was nobody to compare with
 * @param pValue how likely so large a difference is by chance, 0 to 1
 * @param significant whether that is less than was asked for
 * @param rankSums for each rival, the lower the better
 * @param margin by how much more the rank sum of a rival must be larger than the lowest to be
 *     significantly worse; 0 where nothing is significant
 */
public record Verdict(
    RankTest test,
    int folds,
    double statistic,
    double pValue,
    boolean significant,
    List<Double> rankSums,
    double margin) {

  public Verdict {
    rankSums = List.copyOf(rankSums);
  }

  /** The index of the lowest rank sum; the first of those that tie. */
  public int best() {
    int best = 0;
    for (int i = 1; i < rankSums.size(); i++) {
      if (rankSums.get(i) < rankSums.get(best)) {
        best = i;
      }
    }
    return best;
  }

  /** Whether a rival is significantly worse than the best one. */
  public boolean isWorse(int rival) {
    double behind = rankSums.get(rival) - rankSums.get(best());
    return significant && behind > margin + RankTests.ROUNDING;
  }

  /**
   * What it says of one rival.
   *
   * @param rival its index
   * @param bestTrial the number of the best one
   */
  public Judgement of(int rival, int bestTrial) {
    return new Judgement(
        test,
        folds,
        rankSums.size(),
        statistic,
        pValue,
        rankSums.get(rival),
        bestTrial,
        rankSums.get(best()),
        margin);
  }
}
