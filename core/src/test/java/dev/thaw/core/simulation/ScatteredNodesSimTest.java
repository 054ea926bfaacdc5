package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Seeds;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: where nodes keep checkpoints that others cannot read, a trial goes on from where it was,
 * and no slot is idle that could be used. Method: drawn studies on drawn nodes, some of which share
 * a store, fall silent, or die for good; each step watched by the checkers. A session that is sent
 * to a node without its checkpoint is an error of the test. A failure names its seed.
 */
class ScatteredNodesSimTest {

  private static final int RUNS_PER_BLOCK = 150;

  static LongStream blocks() {
    return Seeds.blocks(4);
  }

  @ParameterizedTest(name = "block {0} of 150 seeds")
  @MethodSource("blocks")
  void whileNoNodeIsLostNothingIsTrainedAgain(long block) {
    int passedOver = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      ScatteredNodes run = ScatteredNodes.run(seed, ScatteredNodes.Fate.QUIET, Checkers.all());

      assertThat(ended(run)).as("seed %d", seed).isTrue();
      assertThat(run.state().progress().spending().retrained()).as("seed %d", seed).isZero();
      assertThat(count(run, StudyEvent.CheckpointOutOfReach.class)).as("seed %d", seed).isZero();
      passedOver += count(run, StudyEvent.TrialPassedOver.class);
    }
    assertThat(passedOver).as("trials that waited for their node").isPositive();
  }

  @ParameterizedTest(name = "block {0} of 150 seeds")
  @MethodSource("blocks")
  void aSilentNodeThatComesBackInTimeCostsNothing(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      ScatteredNodes run = ScatteredNodes.run(seed, ScatteredNodes.Fate.SILENT, Checkers.all());

      assertThat(ended(run)).as("seed %d", seed).isTrue();
      assertThat(run.state().progress().spending().retrained()).as("seed %d", seed).isZero();
    }
  }

  @ParameterizedTest(name = "block {0} of 150 seeds")
  @MethodSource("blocks")
  void everyStudyEndsAlthoughNodesDieWithTheirCheckpoints(long block) {
    int again = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      ScatteredNodes run = ScatteredNodes.run(seed, ScatteredNodes.Fate.MORTAL, Checkers.all());

      assertThat(ended(run)).as("seed %d", seed).isTrue();
      Checkers.checkEnd(run.state());
      assertThat(count(run, StudyEvent.RestartCounted.class)).as("seed %d", seed).isZero();
      again += count(run, StudyEvent.CheckpointOutOfReach.class);
    }
    assertThat(again).as("trials trained again").isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theSameSeedGivesTheSameStepsAndTheyGiveTheState(long seed) {
    StepObserver nobody = StepObserver.none();
    ScatteredNodes run = ScatteredNodes.run(seed, ScatteredNodes.Fate.MORTAL, nobody);
    List<Step> again = ScatteredNodes.run(seed, ScatteredNodes.Fate.MORTAL, nobody).steps();

    StudyState decided = null;
    StudyState evolved = null;
    for (Step step : run.steps()) {
      decided = Study.decide(decided, step.input()).after();
      evolved = Study.evolve(evolved, step);
    }
    assertThat(again).isEqualTo(run.steps());
    assertThat(decided).isEqualTo(run.state());
    assertThat(evolved).isEqualTo(run.state());
  }

  private static boolean ended(ScatteredNodes run) {
    return run.state().lifecycle().phase() == Lifecycle.Phase.ENDED;
  }

  private static int count(ScatteredNodes run, @Nullable Class<? extends StudyEvent> kind) {
    return (int)
        run.steps().stream()
            .flatMap(step -> step.events().stream())
            .filter(event -> kind != null && kind.isInstance(event))
            .count();
  }
}
