package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the invariants hold whatever goes wrong. Method: thousands of drawn studies with failing,
 * hanging and diverging trainers, full disks, damaged checkpoints, duplicated and late reports and
 * dying processes, each step watched by the checkers. A failure names its seed.
 */
class InvariantsSimTest {

  private static final int RUNS_PER_BLOCK = 250;

  static LongStream blocks() {
    return Seeds.blocks(12);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void everyTroubledStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.troubled(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theSameSeedGivesTheSameJournal(long seed) {
    List<Step> first = Scenario.troubled(seed).run(StepObserver.none()).steps();
    List<Step> second = Scenario.troubled(seed).run(StepObserver.none()).steps();

    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveState(long seed) {
    SimulatedRun run = Scenario.troubled(seed).run(StepObserver.none());

    Replay.check(run, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 14, 15, 92, 65})
  void aCalmStudyRetrainsNothing(long seed) {
    SimulatedRun run = Scenario.calm(seed).run(StepObserver.none());

    assertThat(run.state().progress().spending().retrained()).isZero();
    assertThat(run.crashes()).isZero();
  }
}
