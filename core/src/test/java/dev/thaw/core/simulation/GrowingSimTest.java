package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the invariants hold where trials are granted seconds of any kind, or epochs within a time,
 * and where the maximal fidelity grows. Method: drawn studies of all kinds with everything that
 * goes wrong elsewhere, each step watched by the checkers. A failure names its seed.
 */
class GrowingSimTest {

  private static final int RUNS_PER_BLOCK = 125;

  static LongStream blocks() {
    return Seeds.blocks(6);
  }

  @ParameterizedTest(name = "block {0} of 125 seeds")
  @MethodSource("blocks")
  void everyStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.growing(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "block {0} of 125 seeds")
  @ValueSource(longs = {0, 1, 2, 3})
  void everyStudyWithFamiliesOfCurvesEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.families(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  static LongStream few() {
    return LongStream.range(0, 2);
  }

  @ParameterizedTest(name = "block {0} of 125 seeds")
  @MethodSource("few")
  void everyStudyOfEpochsWithinATimeEndsWithAllInvariantsIntact(long block) {
    int madeWay = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.withinTime(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
      madeWay += (int) run.steps().stream().filter(GrowingSimTest::someoneMadeWay).count();
    }

    assertThat(madeWay).isGreaterThan(100);
  }

  private static boolean someoneMadeWay(Step step) {
    return step.events().stream()
        .anyMatch(
            event ->
                event instanceof StudyEvent.PauseOrdered pause
                    && pause.reason() instanceof Reason.GrantSpent);
  }

  @ParameterizedTest(name = "block {0} of 125 seeds")
  @MethodSource("few")
  void everyStudyInSecondsOfProcessorsEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.onProcessors(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
      long saidSo =
          run.steps().stream()
              .flatMap(step -> step.events().stream())
              .filter(StudyEvent.ClockCounts.class::isInstance)
              .count();
      boolean unmeasured = run.state().progress().spending().unmeasured() != null;
      assertThat(saidSo).as("seed %d", seed).isEqualTo(unmeasured ? 1 : 0);
    }
  }

  @Test
  void nobodyIsCutOrCompleteBeforeItsTimeIfNothingGoesWrong() {
    int complete = 0;
    for (long seed = 0; seed < 300; seed++) {
      Scenario scenario = Scenario.growing(seed).calm();
      StudySpec spec = scenario.spec();
      if (!spec.fidelity().isInSeconds() || spec.fidelity().parameter() != null) {
        continue;
      }
      SimulatedRun run = scenario.run(StepObserver.none());

      assertThat(run.steps())
          .as("seed %d", seed)
          .noneMatch(step -> step.events().stream().anyMatch(GrowingSimTest::isCutForItsTime));
      for (Trial trial : run.state().progress().trials()) {
        if (trial.status() == TrialStatus.COMPLETED) {
          complete++;
          double nextEnd = trial.effort().totalSeconds() + 1.4 * trial.effort().seconds(1);
          assertThat(nextEnd).as("seed %d", seed).isGreaterThan(spec.fidelity().max());
        }
      }
    }

    assertThat(complete).isGreaterThan(100);
  }

  private static boolean isCutForItsTime(StudyEvent event) {
    return event instanceof StudyEvent.SessionCut cut && cut.reason() instanceof Reason.GrantSpent;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveState(long seed) {
    Replay.check(Scenario.growing(seed).run(StepObserver.none()), seed);
    Replay.check(Scenario.families(seed).run(StepObserver.none()), seed);
    Replay.check(Scenario.withinTime(seed).run(StepObserver.none()), seed);
    Replay.check(Scenario.onProcessors(seed).run(StepObserver.none()), seed);
  }
}
