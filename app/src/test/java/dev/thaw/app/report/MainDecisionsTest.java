package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.report.MainDecision.Why;
import dev.thaw.core.study.Advice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MainDecisionsTest {

  private static GuidedDecision decision(long row, int trial) {
    var evidence = new Advice.Evidence("r", 0, List.of(new Advice.Forecast(9, 1, 0, 2)), List.of());
    return new GuidedDecision(row, 0, trial, GuidedDecision.Deed.THAWED, 1, 2, null, evidence);
  }

  private static List<Long> rows(MainDecisions main, Why why) {
    return main.chosen().stream()
        .filter(chosen -> chosen.why() == why)
        .map(chosen -> chosen.decision().row())
        .toList();
  }

  @Test
  void spreadsThreeOverTheTrainingOfTheBestTrial() {
    var main = new MainDecisions(7);
    for (long row = 1; row <= 41; row++) {
      main.offer(decision(row, row % 2 == 0 ? 3 : 7), 0, 0);
    }

    assertThat(rows(main, Why.BEST_TRIAL)).containsExactly(1L, 21L, 41L);
    assertThat(main.chosen()).hasSize(3);
  }

  @Test
  void takesTheLargestImprovementsOfThreeTrials() {
    var main = new MainDecisions(-1);
    main.offer(decision(1, 1), 0.5, 0);
    main.offer(decision(2, 1), 0.4, 0);
    main.offer(decision(3, 2), 0.1, 0);
    main.offer(decision(4, 3), 0.2, 0);
    main.offer(decision(5, 4), 0.3, 0);
    main.offer(decision(6, 5), 0, 0);

    assertThat(rows(main, Why.IMPROVEMENT)).containsExactly(1L, 4L, 5L);
  }

  @Test
  void takesOnlyValuesOutsideOfTheirBandForSurprises() {
    var main = new MainDecisions(-1);
    main.offer(decision(1, 1), 0, 1);
    main.offer(decision(2, 2), 0, 1.1);
    main.offer(decision(3, 3), 0, 5);
    main.offer(decision(4, 4), 0, 3);

    assertThat(rows(main, Why.SURPRISE)).containsExactly(3L, 4L);
  }

  @Test
  void showsEachDecisionOnce() {
    var main = new MainDecisions(1);
    main.offer(decision(1, 1), 0.5, 4);
    main.offer(decision(2, 2), 0.4, 3);

    assertThat(main.chosen())
        .containsExactly(
            new MainDecision(decision(1, 1), Why.BEST_TRIAL),
            new MainDecision(decision(2, 2), Why.IMPROVEMENT));
  }

  @Test
  void staysSmallAndKeepsTheEndsHoweverManyCome() {
    var main = new MainDecisions(0);
    for (int row = 1; row <= 100_000; row++) {
      main.offer(decision(row, row % 7), row, row);
    }

    assertThat(main.chosen()).hasSize(8);
    assertThat(rows(main, Why.BEST_TRIAL)).startsWith(7L).endsWith(99_995L);
    assertThat(rows(main, Why.BEST_TRIAL).get(1)).isBetween(48_000L, 52_000L);
  }
}
