package dev.thaw.core.race;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a test said of one rival: the evidence for which it was dropped from a race, or stays.
 *
 * @param test which test
 * @param folds over how many folds
 * @param rivals how many were compared, at least 1
 * @param statistic of the test; 0 if there was nobody to compare with
 * @param pValue how likely so large a difference is by chance, 0 to 1
 * @param rankSum of the rival, the lower the better: of its ranks on the folds; by {@link
 *     RankTest#WILCOXON} of the ranks of those differences that speak against it
 * @param best the number of the rival with the lowest rank sum
 * @param bestRankSum its rank sum
 * @param margin by how much more the rank sum of a rival must be larger to be significantly worse,
 *     where the test is significant; 0 where it is not
 */
public record Judgement(
    RankTest test,
    int folds,
    int rivals,
    double statistic,
    double pValue,
    double rankSum,
    int best,
    double bestRankSum,
    double margin) {

  /** What is less likely than this need not be told apart. */
  private static final double SMALL = 1e-4;

  /** For people, without a full stop: what the test said. */
  public String inWords() {
    return switch (test) {
      case FRIEDMAN ->
          "rank sum %s of %d trials over %d folds, and %s of trial %d; Friedman %s, p %s"
              .formatted(
                  plain(rankSum),
                  rivals,
                  folds,
                  plain(bestRankSum),
                  best,
                  plain(statistic),
                  chance());
      case WILCOXON ->
          "signed ranks of %s against it over %d folds, and %s against trial %d; Wilcoxon p %s"
              .formatted(plain(rankSum), folds, plain(bestRankSum), best, chance());
      case NONE -> "nobody to compare with over %d folds".formatted(folds);
    };
  }

  private String chance() {
    return pValue < SMALL ? "below " + plain(SMALL) : plain(pValue);
  }

  /** Without regard to any locale; at most four digits that count. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
