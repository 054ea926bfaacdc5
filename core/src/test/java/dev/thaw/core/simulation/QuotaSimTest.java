package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a study with too little room for its checkpoints ends, exceeds the quota only by what must
 * stay, and loses no result. Method: drawn studies with room for none to fifteen checkpoints, each
 * step watched by the checkers. A failure names its seed.
 */
class QuotaSimTest {

  private static final int RUNS_PER_BLOCK = 100;

  static LongStream blocks() {
    return Seeds.blocks(4);
  }

  @ParameterizedTest(name = "block {0} of 100 seeds")
  @MethodSource("blocks")
  void everyCrampedStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.cramped(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void replayingGivesTheLiveState(long seed) {
    SimulatedRun run = Scenario.cramped(seed).run(StepObserver.none());

    Replay.check(run, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void everyReportedEpochStaysInItsCurve(long seed) {
    Map<Integer, Map<Integer, Double>> recorded = new HashMap<>();
    SimulatedRun run =
        Scenario.cramped(seed)
            .run(
                (before, step, decision) -> {
                  for (StudyEvent event : decision.events()) {
                    if (event instanceof StudyEvent.EpochRecorded e) {
                      recorded
                          .computeIfAbsent(e.trial(), trial -> new HashMap<>())
                          .put(e.epoch(), e.value());
                    }
                  }
                });

    for (Trial trial : run.state().progress().trials()) {
      Map<Integer, Double> values = recorded.getOrDefault(trial.number(), Map.of());
      assertThat(trial.epochs()).isEqualTo(values.size());
      values.forEach((epoch, value) -> assertThat(trial.curve().value(epoch)).isEqualTo(value));
    }
  }

  @Test
  void whatIsGivenUpIsTrainedAgainAndChargedToTheBudget() {
    long evicted = 0;
    long retrained = 0;
    for (long seed = 0; seed < 200; seed++) {
      StudyState state = Scenario.crampedAndCalm(seed).run(StepObserver.none()).state();
      boolean mustRetrain = state.stored().evicted().retrainingSeconds() > 0;
      evicted += mustRetrain ? 1 : 0;
      retrained += state.progress().spending().retrained();
      assertThat(mustRetrain || state.progress().spending().retrained() == 0)
          .as("seed %d retrains only what was given up", seed)
          .isTrue();
    }

    assertThat(evicted).isGreaterThan(50);
    assertThat(retrained).isGreaterThan(100);
  }

  @Test
  void withoutAQuotaNothingThatIsNeededIsGivenUp() {
    for (long seed = 0; seed < 50; seed++) {
      List<Step> steps = Scenario.troubled(seed).run(StepObserver.none()).steps();

      assertThat(steps.stream().flatMap(step -> step.events().stream()))
          .filteredOn(StudyEvent.CheckpointEvicted.class::isInstance)
          .allMatch(event -> ((StudyEvent.CheckpointEvicted) event).retrainingSeconds() == 0);
    }
  }
}
