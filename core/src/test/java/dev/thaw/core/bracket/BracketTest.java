package dev.thaw.core.bracket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketTest {

  private static Bracket asynchronous(PromotionRule rule) {
    return Bracket.open(1, BracketPlan.asynchronous(Ladder.of(1, 9, 3), 3, rule, false, 1));
  }

  private static Bracket filled(Bracket bracket, double... scores) {
    Bracket filled = bracket;
    for (int trial = 0; trial < scores.length; trial++) {
      filled = filled.enter().arrive(0, new Standing(scores[trial], trial));
    }
    return filled;
  }

  @Test
  void thePaperPromotesNobodyBeforeThreeArrived() {
    Bracket bracket = filled(asynchronous(PromotionRule.PAPER), 0.2, 0.1);

    assertThat(bracket.bestPromotable(false)).isEmpty();
    assertThat(bracket.arrive(0, new Standing(0.3, 2)).bestPromotable(false))
        .hasValueSatisfying(position -> assertThat(position.trial()).isEqualTo(1));
  }

  @Test
  void tiesGoToTheSmallerTrial() {
    Bracket bracket = filled(asynchronous(PromotionRule.PAPER), 0.5, 0.1, 0.1);

    assertThat(bracket.bestPromotable(false))
        .hasValueSatisfying(position -> assertThat(position.trial()).isEqualTo(1));
  }

  @ParameterizedTest(name = "the 1/3 quantile of {0} arrivals lets {1} pass")
  @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "7, 3", "10, 4"})
  void theQuantileIsInterpolatedBetweenRanks(int arrivals, int quota) {
    double[] scores = new double[arrivals];
    for (int i = 0; i < arrivals; i++) {
      scores[i] = i;
    }
    Bracket bracket = filled(asynchronous(PromotionRule.QUANTILE), scores);

    assertThat(bracket.position(0, new Standing(0, 0), false).quota()).isEqualTo(quota);
  }

  @Test
  void thePromotedIsNotPromotedAgainAndTheHighestRungGoesFirst() {
    Bracket bracket =
        filled(asynchronous(PromotionRule.PAPER), 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
            .promote(0, new Standing(0.1, 0));
    for (int trial = 0; trial < 3; trial++) {
      bracket = bracket.arrive(1, new Standing(0.1 * (trial + 1), trial));
    }

    assertThat(bracket.bestPromotable(false))
        .hasValueSatisfying(position -> assertThat(position.rung()).isEqualTo(1));
    assertThat(bracket.promote(1, new Standing(0.1, 0)).bestPromotable(false))
        .hasValueSatisfying(
            position -> {
              assertThat(position.rung()).isZero();
              assertThat(position.trial()).isEqualTo(1);
              assertThat(position.rank()).isEqualTo(1);
            });
  }

  @Test
  void aSynchronousRungWaitsForAllButCountsTheLost() {
    Bracket bracket =
        filled(Bracket.open(0, BracketPlan.halving(Ladder.of(1, 9, 3), 3, 9)), 3, 1, 4, 1.5, 9)
            .enter()
            .enter()
            .enter()
            .enter();
    assertThat(bracket.bestPromotable(false)).isEmpty();

    Bracket complete = bracket.lose(0).lose(0).lose(0).lose(0);

    assertThat(complete.bestPromotable(false))
        .hasValueSatisfying(position -> assertThat(position.quota()).isEqualTo(3));
  }

  @Test
  void aSynchronousRungIsCompleteWithThoseWhoEnteredOnceNobodyElseWill() {
    Bracket bracket =
        filled(Bracket.open(0, BracketPlan.halving(Ladder.of(1, 9, 3), 3, 9)), 3, 1, 2);

    assertThat(bracket.bestPromotable(false)).isEmpty();
    assertThat(bracket.bestPromotable(true))
        .hasValueSatisfying(position -> assertThat(position.trial()).isEqualTo(1));
  }

  @Test
  void whenSomebodyDropsOutOfASynchronousRungTheNextInRankMovesUp() {
    Bracket bracket =
        filled(Bracket.open(0, BracketPlan.halving(Ladder.of(1, 3, 3), 3, 6)), 1, 2, 3, 4, 5, 6)
            .withdraw(0, new Standing(1, 0))
            .promote(0, new Standing(2, 1));

    assertThat(bracket.bestPromotable(false))
        .hasValueSatisfying(position -> assertThat(position.trial()).isEqualTo(2));
  }
}
