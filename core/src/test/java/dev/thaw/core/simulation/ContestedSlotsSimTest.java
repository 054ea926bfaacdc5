package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a study comes through whatever others do to its slots. Method: drawn studies whose slots
 * are taken for a while and given back, and whose node falls silent, is lost, comes back with its
 * sessions, or ends in good order; each step watched by the checkers. A failure names its seed.
 */
class ContestedSlotsSimTest {

  private static final int RUNS_PER_BLOCK = 200;

  static LongStream blocks() {
    return Seeds.blocks(5);
  }

  @ParameterizedTest(name = "block {0} of 200 seeds")
  @MethodSource("blocks")
  void everyContestedStudyEndsWithAllInvariantsIntact(long block) {
    int silences = 0;
    int lost = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.contested(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
      silences += count(run, StudyEvent.NodeMissed.class);
      lost += count(run, StudyEvent.NodeRemoved.class);
    }
    assertThat(lost).as("nodes lost of %d silent ones", silences).isBetween(1, silences - 1);
  }

  @ParameterizedTest(name = "block {0} of 200 seeds")
  @MethodSource("blocks")
  void everyBesiegedStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.besieged(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "block {0} of 200 seeds")
  @MethodSource("blocks")
  void whoeverIsPreemptedLosesNoEpoch(long block) {
    int givenUp = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.preempted(seed).run(StepObserver.none());

      assertThat(run.state().progress().spending().retrained()).as("seed %d", seed).isZero();
      givenUp += count(run, StudyEvent.SlotGivenUp.class);
    }
    assertThat(givenUp).as("slots given up").isPositive();
  }

  private static int count(SimulatedRun run, Class<? extends StudyEvent> kind) {
    return (int)
        run.steps().stream()
            .flatMap(step -> step.events().stream())
            .filter(kind::isInstance)
            .count();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveState(long seed) {
    SimulatedRun run = Scenario.besieged(seed).run(StepObserver.none());

    Replay.check(run, seed);
  }
}
