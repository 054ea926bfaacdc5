package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the winner of a study is trained again with other seeds, and that never changes who wins.
 * Method: simulated studies in which a value depends on the learning rate and a little on the seed,
 * and every epoch takes ten seconds.
 */
final class ConfirmingTest {

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(1, 9).slots(2).confirm(3);
  }

  /** The smaller the learning rate, the better; seeds make a difference of a thousandth. */
  private static LearningCurves.Epoch epoch(Configuration configuration, long seed, int epoch) {
    double rate = ((RealValue) configuration.get("learning_rate").orElseThrow()).value();
    double luck = (seed & 0xff) / 255.0 / 1000;
    return new LearningCurves.Epoch(1 + Math.log10(rate) / 10 + 1.0 / epoch - luck, 10);
  }

  private static SimulatedRun run(Specs specs) {
    return run(specs, ConfirmingTest::epoch);
  }

  private static SimulatedRun run(Specs specs, LearningCurves curves) {
    SimulatedRun run = Simulation.run(specs.spec(), curves, Faults.none(), Checkers.all(), null);
    Checkers.checkEnd(run.state());
    return run;
  }

  private static Confirmed confirmed(StudyState state) {
    return Objects.requireNonNull(Confirmed.of(state), "what was confirmed");
  }

  private static List<StudyEvent.ConfirmationBegun> begun(SimulatedRun run) {
    List<StudyEvent.ConfirmationBegun> begun = new ArrayList<>();
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.ConfirmationBegun e) {
          begun.add(e);
        }
      }
    }
    return begun;
  }

  @Test
  void onceNothingElseIsLeftTheWinnerIsTrainedAgainToTheEndWithOtherSeeds() {
    StudyState state = run(asha().trials(12)).state();
    Trial winner = Objects.requireNonNull(state.recommended());

    assertThat(state.confirmations()).isEqualTo(3);
    assertThat(state.progress().trials()).hasSize(12);
    for (int number = 9; number < 12; number++) {
      assertThat(state.trial(number).configuration()).isEqualTo(winner.configuration());
      assertThat(state.trial(number).epochs()).isEqualTo(9);
    }
    assertThat(state.lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);
  }

  @Test
  void epochsForThemAreKeptBackFromTheSearch() {
    StudyState state = run(asha().epochsBudget(100)).state();

    assertThat(confirmed(state).open()).isZero();
    assertThat(state.confirmations()).isEqualTo(3);
    assertThat(state.progress().spending().allEpochs()).isBetween(92L, 100L);
  }

  @Test
  void aLuckySeedNeverWins() {
    long seed = asha().spec().trialSeed(11);
    StudyState state =
        run(
                asha().trials(12),
                (configuration, own, epoch) ->
                    own == seed
                        ? new LearningCurves.Epoch(0.001, 10)
                        : epoch(configuration, own, epoch))
            .state();

    assertThat(Objects.requireNonNull(state.progress().best()).trial()).isLessThan(9);
    assertThat(state.trial(11).curve().last()).isEqualTo(0.001);
  }

  @Test
  void aStudyThatHasReachedItsTargetConfirmsItsWinnerBeforeItEnds() {
    Specs specs = asha().trials(40).stopWhen(new StopWhen(0.95, null, null));
    SimulatedRun run = run(specs);

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.TARGET_REACHED);
    assertThat(begun(run))
        .singleElement()
        .returns(StudyEnd.TARGET_REACHED, StudyEvent.ConfirmationBegun::end);
    assertThat(confirmed(run.state()).open()).isZero();
  }

  @Test
  void whatCannotBeCompleteIsNotBegunAndTheJournalSaysWhy() {
    SimulatedRun run = run(asha().wallClock(Duration.ofSeconds(70)));

    assertThat(begun(run))
        .allSatisfy(
            event -> {
              assertThat(event.trials()).isZero();
              assertThat(event.skipped()).isEqualTo(3);
              assertThat(Objects.requireNonNull(event.secondsLeft()))
                  .isLessThan(event.secondsNeeded());
            });
    assertThat(run.state().confirmations()).isZero();
  }

  @ParameterizedTest(name = "{0} seconds")
  @ValueSource(ints = {600, 900, 1500})
  void timeForThemIsKeptAndTheyEndInTime(int seconds) {
    StudyState state = run(asha().wallClock(Duration.ofSeconds(seconds))).state();

    assertThat(confirmed(state).seeds()).isEqualTo(4);
    assertThat(state.active(state.lifecycle().lastAt()))
        .isLessThanOrEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aWinnerThatIsStillTheWinnerAfterMoreTrialsIsNotTrainedAgainOnceMore() {
    StudyState state = run(asha().trials(12)).state();
    BudgetChange more = new BudgetChange(true, null, null, null, null, 1, null);

    Decision extended =
        Study.decide(
            state, new StudyInput.BudgetRequested(state.lifecycle().lastAt().plusSeconds(1), more));

    assertThat(extended.after().lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(extended.after().mayCreate()).isTrue();
    assertThat(extended.after().progress().rounds())
        .singleElement()
        .returns(false, Confirmation::current);
  }

  @Test
  void whatItIsWorthIsTheMeanOverAllSeedsWithTheirDeviation() {
    StudyState state = run(asha().trials(12)).state();
    Confirmed confirmed = confirmed(state);
    List<Double> values = new ArrayList<>();
    values.add(state.trial(confirmed.winner()).curve().best(state.spec().objective().goal()));
    for (int number = 9; number < 12; number++) {
      values.add(state.trial(number).curve().best(state.spec().objective().goal()));
    }
    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();

    assertThat(confirmed.seeds()).isEqualTo(4);
    assertThat(confirmed.mean()).isCloseTo(mean, within(1e-12));
    assertThat(confirmed.deviation()).isCloseTo(Math.sqrt(squares / 3), within(1e-12));
    assertThat(Objects.requireNonNull(confirmed.runnerUp()).within()).isFalse();
  }

  @Test
  void aRunnerUpThatLiesWithinADeviationIsTold() {
    LearningCurves noisy =
        (configuration, seed, epoch) ->
            new LearningCurves.Epoch(1 + 1.0 / epoch + (seed & 0xff) / 255.0, 10);

    Confirmed confirmed = confirmed(run(asha().trials(12), noisy).state());

    assertThat(Objects.requireNonNull(confirmed.runnerUp()).within()).isTrue();
  }

  @Test
  void theNumberOfSeedsIsAtLeastOne() {
    assertThatThrownBy(() -> asha().confirm(0).spec())
        .hasMessage(
            "confirm (0) must be at least 1, the number of other seeds.\n"
                + "Maybe leave it out to confirm nothing.");
    assertThat(asha().confirm(1).spec().confirm()).isEqualTo(1);
  }
}
