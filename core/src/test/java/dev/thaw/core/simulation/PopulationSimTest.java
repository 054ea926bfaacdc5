package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a population keeps all invariants of a study, and those of its own, whatever goes wrong.
 * Method: drawn populations with failing, hanging and diverging trainers, damaged checkpoints, lost
 * slots and dying processes, each step watched by the checkers. A failure names its seed.
 */
class PopulationSimTest {

  private static final int RUNS_PER_BLOCK = 250;

  static LongStream blocks() {
    return Seeds.blocks(8);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void everyTroubledPopulationEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.population(seed).run(forksAreSound());

      assertThat(run.state().lifecycle().phase()).as("seed %d", seed).isEqualTo(ENDED);
    }
  }

  private static final Lifecycle.Phase ENDED = Lifecycle.Phase.ENDED;

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void aPopulationEndsWhereNodesDieWithTheirCheckpoints(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      var run =
          ScatteredNodes.population(
              seed, ScatteredNodes.Fate.MORTAL, Checkers.all().and(forksAreSound()));

      Checkers.checkEnd(run.state());
      assertThat(run.state().lifecycle().phase()).as("seed %d", seed).isEqualTo(ENDED);
    }
  }

  @Test
  void forksOfADamagedCheckpointAreGivenUpAndReplaced() {
    int lost = 0;
    for (long seed = 0; seed < RUNS_PER_BLOCK; seed++) {
      for (Step step : Scenario.population(seed).run(StepObserver.none()).steps()) {
        for (StudyEvent event : step.events()) {
          boolean origin =
              event instanceof StudyEvent.TrialFailed e && e.reason() instanceof Reason.OriginLost;
          lost += origin ? 1 : 0;
        }
      }
    }

    assertThat(lost).isGreaterThan(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveStateAndTheSameForks(long seed) {
    SimulatedRun run = Scenario.population(seed).run(StepObserver.none());

    Replay.check(run, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theSameSeedGivesTheSameJournal(long seed) {
    List<Step> first = Scenario.population(seed).run(StepObserver.none()).steps();
    List<Step> second = Scenario.population(seed).run(StepObserver.none()).steps();

    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 14, 15, 92, 65, 35, 89, 79})
  void inACalmStudyEveryComparisonHasThePopulationAndEpochsArePaidForOnce(long seed) {
    SimulatedRun run = new Scenario(seed, calm(8, seed), Faults.none()).run(forksAreSound());

    Bracket bracket = run.state().bracket(0);
    assertThat(bracket.rungs()).allMatch(rung -> rung.arrived().size() == 8);
    assertThat(run.state().progress().spending().allEpochs()).isEqualTo(8 * 12);
    assertThat(run.state().progress().spending().retrained()).isZero();
    assertThat(forks(run.state())).as("forks").isPositive();
    long complete =
        trials(run.state()).stream().filter(t -> t.status() == TrialStatus.COMPLETED).count();
    assertThat(complete).isEqualTo(8);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 14, 15, 92, 65, 35, 89, 79})
  void withOneSlotEverybodyIsComparedWithEverybody(long seed) {
    SimulatedRun run = new Scenario(seed, calm(1, seed), Faults.none()).run(forksAreSound());

    // 0.25 of 8 at each of three comparisons.
    assertThat(forks(run.state())).isEqualTo(2 * 3);
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.TrialStopped e
            && e.reason() instanceof Reason.Replaced(var position)) {
          assertThat(position.arrived()).isEqualTo(8);
          assertThat(position.rank()).isGreaterThanOrEqualTo(6);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 14, 15, 92, 65, 35, 89, 79})
  void nothingIsKeptAtTheEndButTheNewestAndTheBestOfThoseWhoAreComplete(long seed) {
    SimulatedRun run = new Scenario(seed, calm(3, seed), Faults.none()).run(forksAreSound());

    StudyState state = run.state();
    state
        .stored()
        .bytes()
        .forEach(
            entry -> {
              Trial trial = state.trial(entry.getKey().trial());
              assertThat(entry.getKey().checkpoint()).isIn(trial.latest(), trial.best());
            });
  }

  private static StudySpec calm(int slots, long seed) {
    var scheduler =
        new Scheduler.Population(8, 3, 0.25, 0.2, 0.25, List.of("learning_rate", "momentum"));
    return Specs.study(scheduler).slots(slots).epochs(1, 12).seed(seed).spec();
  }

  private static long forks(StudyState state) {
    return trials(state).stream().filter(trial -> trial.lineage() != null).count();
  }

  private static List<Trial> trials(StudyState state) {
    List<Trial> all = new ArrayList<>();
    state.progress().trials().forEach(all::add);
    return all;
  }

  /** A fork has its parent's first epochs, and all its values but for those that may change. */
  private static StepObserver forksAreSound() {
    Set<Integer> begun = new HashSet<>();
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.TrialCreated e && e.lineage() != null) {
          isSound(decision.after(), e.trial(), e.lineage());
        }
        if (event instanceof StudyEvent.EpochRecorded e) {
          Trial trial = decision.after().trial(e.trial());
          if (trial.lineage() != null && begun.add(e.trial())) {
            assertThat(e.epoch()).isEqualTo(trial.firstEpoch() + 1);
          }
        }
        if (event instanceof StudyEvent.LeaseGranted e) {
          Trial trial = decision.after().trial(e.trial());
          assertThat(e.resumeFrom() != null || trial.lineage() == null)
              .as("trial %d begins anew", e.trial())
              .isTrue();
        }
      }
    };
  }

  private static void isSound(StudyState state, int number, Lineage lineage) {
    Trial child = state.trial(number);
    Trial parent = state.trial(lineage.parent());
    int epoch = lineage.checkpoint().epoch();
    assertThat(child.firstEpoch()).isEqualTo(epoch);
    assertThat(child.curve().values()).isEqualTo(Arrays.copyOf(parent.curve().values(), epoch));
    for (String name : List.of("width", "optimizer")) {
      assertThat(child.configuration().get(name)).isEqualTo(parent.configuration().get(name));
    }
  }
}
