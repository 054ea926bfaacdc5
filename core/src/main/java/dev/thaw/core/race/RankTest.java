package dev.thaw.core.race;

/** By which test rivals are compared. */
public enum RankTest {
  /** Friedman's, and Conover's comparison with the best: for three rivals and more. */
  FRIEDMAN,
  /** Wilcoxon's signed-rank test: for two rivals. */
  WILCOXON,
  /** None: there is only one rival. */
  NONE
}
