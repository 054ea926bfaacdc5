package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: what training costs and when it ends. Method: small studies with epochs of one second whose
 * costs can be counted by hand.
 */
class MeteredSimTest {

  private static final StudySpec FULL =
      Specs.study(new Scheduler.FullTraining()).epochs(1, 4).slots(3).spec();

  /** Trial 0 is the best of three and goes on once the others have shown that. */
  private static final StudySpec ONE_THAW =
      Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).epochs(1, 3).trials(3).spec();

  private static SimulatedRun run(StudySpec spec, Meter meter, Judge judge) {
    Map<Long, Integer> order = new HashMap<>();
    LearningCurves constant =
        (_, seed, _) -> new LearningCurves.Epoch(order.computeIfAbsent(seed, _ -> order.size()), 1);
    return Simulation.run(
        spec, World.of(constant).withMeter(meter).withJudge(judge), Checkers.all());
  }

  @Test
  void endsWhenTheBudgetIsSpentAndTheEpochsUnderWayHaveReported() {
    var meter = Meter.of(7, 0, 1);

    SimulatedRun run = run(FULL, meter, Judge.free());

    assertThat(run.state().progress().spending().epochs()).isEqualTo(7);
    assertThat(meter.epochs()).isEqualTo(7);
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.STOP_REQUESTED);
  }

  @Test
  void startsNoMoreTrialsThanTheBudgetHasEpochs() {
    var meter = Meter.of(2, 0, 1);

    run(FULL, meter, Judge.free());

    assertThat(meter.starts()).isEqualTo(2);
  }

  @Test
  void chargesStartsAndThawsInBudgetAndInTime() {
    var meter = Meter.of(100, 2, 1);

    SimulatedRun run = run(ONE_THAW, meter, Judge.free());

    assertThat(meter.starts()).isEqualTo(3);
    assertThat(meter.thaws()).isEqualTo(1);
    assertThat(meter.used()).isEqualTo(3 + 2 + 4 * 2);
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(3 + 2 + 4 * 2));
  }

  @Test
  void goingOnInPlaceIsFree() {
    var meter = Meter.of(100, 2, 1);

    run(
        Specs.study(new Scheduler.FullTraining()).epochs(1, 4).trials(1).spec(),
        meter,
        Judge.free());

    assertThat(meter.used()).isEqualTo(4 + 2);
  }

  @Test
  void startsAloneCanSpendTheBudget() {
    var meter = Meter.of(4, 4, 1);

    SimulatedRun run = run(ONE_THAW, meter, Judge.free());

    assertThat(meter.epochs()).isZero();
    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.STOP_REQUESTED);
  }

  @Test
  void aJudgeWhoThinksDelaysWhatFollowsAndChangesNothingElse() {
    Judge slow =
        (state, input) -> new Judge.Judgement(Study.decide(state, input), Duration.ofSeconds(10));

    SimulatedRun fast = run(ONE_THAW, Meter.unlimited(), Judge.free());
    SimulatedRun delayed = run(ONE_THAW, Meter.unlimited(), slow);

    assertThat(delayed.steps())
        .map(Step::events)
        .isEqualTo(fast.steps().stream().map(Step::events).toList());
    assertThat(delayed.elapsed()).isGreaterThan(fast.elapsed().plusSeconds(50));
  }

  @Test
  void refusesABudgetOfNothing() {
    assertThatThrownBy(() -> Meter.of(0, 0, 1)).hasMessageContaining("budget (0.0)");
  }
}
