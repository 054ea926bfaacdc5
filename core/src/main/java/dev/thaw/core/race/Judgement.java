package dev.thaw.core.race;

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
    double margin) {}
