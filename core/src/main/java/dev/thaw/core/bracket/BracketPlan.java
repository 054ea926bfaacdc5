package dev.thaw.core.bracket;

import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a bracket.
 *
 * @param ladder its levels
 * @param sizes how many trials each level holds, for a synchronous bracket, which promotes only
 *     from complete rungs; empty for an asynchronous one, which grows without limit
 * @param eta the reduction factor
 * @param rule who may be promoted, in an asynchronous bracket
 * @param stopping whether a trial that is not among the best of its rung is stopped for good
 *     instead of paused
 * @param weight the share of new trials that an asynchronous bracket receives, relative to the
 *     other brackets of the study
 */
public record BracketPlan(
    Ladder ladder,
    List<Integer> sizes,
    int eta,
    PromotionRule rule,
    boolean stopping,
    double weight) {

  public BracketPlan {
    sizes = List.copyOf(sizes);
    if (!sizes.isEmpty() && sizes.size() != ladder.height()) {
      throw new IllegalArgumentException(
          "sizes (%s) must be empty or hold one number for each of the %d levels."
              .formatted(sizes, ladder.height()));
    }
  }

  /** Whether the bracket promotes only from complete rungs. */
  public boolean synchronous() {
    return !sizes.isEmpty();
  }

  /** A bracket that trains every trial to the top. */
  static BracketPlan full(int epochs) {
    return new BracketPlan(
        new Ladder(List.of(epochs)), List.of(), 2, PromotionRule.PAPER, false, 1);
  }

  /** A bracket for exactly one trial, which is trained to the top: the baseline's. */
  public static BracketPlan single(int epochs) {
    return together(epochs, 1);
  }

  /** A bracket for exactly so many trials, which are all trained to the top. */
  public static BracketPlan together(int epochs, int trials) {
    return new BracketPlan(
        new Ladder(List.of(epochs)), List.of(trials), 2, PromotionRule.PAPER, false, 0);
  }

  /** Whether the bracket is for certain trials, which are all trained to the top. */
  public boolean isForCertainTrials() {
    return weight == 0;
  }

  /**
   * The part of an asynchronous bracket up to a level.
   *
   * @param level not below its first
   */
  public BracketPlan upTo(int level) {
    return asynchronous(ladder.upTo(level), eta, rule, stopping, weight);
  }

  /** A bracket that promotes as soon as it can. */
  static BracketPlan asynchronous(
      Ladder ladder, int eta, PromotionRule rule, boolean stopping, double weight) {
    return new BracketPlan(ladder, List.of(), eta, rule, stopping, weight);
  }

  /** A bracket of successive halving: rung i holds floor(trials / eta^i) trials, at least one. */
  static BracketPlan halving(Ladder ladder, int eta, int trials) {
    long divisor = 1;
    List<Integer> sizes = new ArrayList<>();
    for (int level = 0; level < ladder.height(); level++) {
      sizes.add((int) Math.max(1, trials / divisor));
      divisor *= eta;
    }
    return new BracketPlan(ladder, sizes, eta, PromotionRule.PAPER, false, 1);
  }
}
