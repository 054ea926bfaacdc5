package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.bracket.Scheduler.SuccessiveHalving;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Lives;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: whole studies, small enough to be checked by eye. Method: trial n has the constant score
 * that the test gives it, so that ranks are known; the expected outcome is the life of every trial.
 */
class LivesSimTest {

  /** Constant curves, one second an epoch, in the order in which trials are first trained. */
  private static SimulatedRun simulate(Specs specs, double... scores) {
    Map<Long, Integer> order = new HashMap<>();
    LearningCurves constant =
        (configuration, seed, epoch) ->
            new LearningCurves.Epoch(
                scores[order.computeIfAbsent(seed, s -> order.size()) % scores.length], 1);
    return Simulation.run(specs.spec(), constant, Faults.none(), Checkers.all());
  }

  private static Specs asha(PromotionRule rule, boolean stopping) {
    return Specs.study(new Asha(3, rule, stopping)).epochs(1, 9);
  }

  @Test
  void ashaPromotesTheBestOfThreeAndLaterTheBestOfNine() {
    SimulatedRun run =
        simulate(asha(PromotionRule.PAPER, false).trials(9), 2, 3, 1, 5, 4, 6, 8, 7, 9);

    assertThat(Lives.of(run.steps()))
        .containsExactly("1 3", "1 3", "1 3 9", "1", "1", "1", "1", "1", "1");
  }

  @Test
  void anEarlyLeaderClimbsWhileTheRungBelowFills() {
    SimulatedRun run =
        simulate(asha(PromotionRule.PAPER, false).trials(9), 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(Lives.of(run.steps()))
        .containsExactly("1 3 9", "1 3", "1 3", "1", "1", "1", "1", "1", "1");
  }

  @Test
  void theQuantileRulePromotesFromTwoArrivalsOn() {
    SimulatedRun run = simulate(asha(PromotionRule.QUANTILE, false).trials(2), 2, 1);

    assertThat(Lives.of(run.steps())).containsExactly("1", "1 3");
  }

  @Test
  void theDelayedRuleNeverPromotesMoreThanAThird() {
    double[] improving = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    SimulatedRun paper = simulate(asha(PromotionRule.PAPER, false).trials(9), improving);
    SimulatedRun delayed = simulate(asha(PromotionRule.DELAYED, false).trials(9), improving);

    assertThat(Lives.table(Lives.of(paper.steps()))).isEqualTo("9@1 7@3 5@9");
    assertThat(Lives.table(Lives.of(delayed.steps()))).isEqualTo("9@1 3@3 1@9");
  }

  @Test
  void theStoppingVariantStopsForGoodWhatIsNotAmongTheBest() {
    SimulatedRun run = simulate(asha(PromotionRule.PAPER, true).trials(4), 2, 3, 1, 4);

    assertThat(Lives.of(run.steps())).containsExactly("1 3 9", "1 stopped", "1 3 9", "1 stopped");
  }

  @Test
  void synchronousHalvingWaitsForTheWholeRung() {
    Scheduler halving = new SuccessiveHalving(3, 9, 1);
    SimulatedRun run =
        simulate(Specs.study(halving).epochs(1, 9).slots(2), 9, 1, 8, 2, 7, 3, 6, 4, 5);

    assertThat(Lives.table(Lives.of(run.steps()))).isEqualTo("9@1 3@3 1@9");
    assertThat(Lives.of(run.steps())).contains("1 3 9");
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.SEARCH_EXHAUSTED);
  }

  @Test
  void theBaselineIsTrainedFullyWhateverItsRank() {
    SimulatedRun run =
        simulate(asha(PromotionRule.PAPER, false).baseline().trials(5), 99, 1, 2, 3, 4);

    assertThat(Lives.of(run.steps()).getFirst()).isEqualTo("9");
    assertThat(run.state().trial(0).epochs()).isEqualTo(9);
    assertThat(run.state().trial(0).configuration()).isEqualTo(Specs.space().defaults());
  }

  @Test
  void theEpochsBudgetIsSpentToTheLastEpochAndNotExceeded() {
    SimulatedRun run =
        simulate(asha(PromotionRule.PAPER, false).epochsBudget(50).slots(3), 3, 1, 2);

    assertThat(run.state().progress().spending().epochs()).isEqualTo(50);
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.EPOCHS_SPENT);
  }

  @Test
  void noEpochIsBegunThatWouldNotEndBeforeTheWallClockBudgetDoes() {
    SimulatedRun run =
        simulate(
            asha(PromotionRule.PAPER, false).wallClock(Duration.ofMillis(20_500)).slots(2), 2, 1);

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.WALL_CLOCK_SPENT);
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void maximisingPromotesTheLargest() {
    StudySpec spec = asha(PromotionRule.PAPER, false).trials(3).maximise().spec();
    Map<Long, Integer> order = new HashMap<>();
    double[] accuracies = {0.1, 0.9, 0.5};

    SimulatedRun run =
        Simulation.run(
            spec,
            (configuration, seed, epoch) ->
                new LearningCurves.Epoch(
                    accuracies[order.computeIfAbsent(seed, s -> order.size())], 1));

    assertThat(Lives.of(run.steps())).isEqualTo(List.of("1", "1 3", "1"));
  }
}
