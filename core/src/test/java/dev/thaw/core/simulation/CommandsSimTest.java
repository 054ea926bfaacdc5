package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever people ask of a study by hand, it keeps its invariants and comes to its end.
 * Method: drawn studies, with faults and without, that are paused and resumed, whose trials are
 * ended, and to which configurations are added, some of it twice with the same key. A failure names
 * its seed.
 */
class CommandsSimTest {

  private static final int RUNS_PER_BLOCK = 250;

  static LongStream blocks() {
    return Seeds.blocks(4);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void studiesThatPeopleInterfereWithEndWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.commanded(seed).run(trainsNothingWhilePaused());

      assertThat(run.state().lifecycle().phase())
          .as("seed %d", seed)
          .isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void soDoThoseInWhichEverythingElseGoesWrongToo(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.commandedAndBesieged(seed).run(trainsNothingWhilePaused());

      assertThat(run.state().lifecycle().phase())
          .as("seed %d", seed)
          .isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @ValueSource(longs = {0, 1})
  void soDoPopulationsAndRacesThatHaveABudget(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      Scenario drawn = block == 0 ? Scenario.population(seed) : Scenario.race(seed);
      Budget budget = drawn.spec().budget();
      if (budget.trials() == null && budget.epochs() == null && !budget.isInTime()) {
        continue; // Whoever adds configurations for ever keeps it for ever.
      }
      var asked = new Scenario(seed, drawn.spec(), drawn.faults().withCommands(100));

      SimulatedRun run = asked.run(trainsNothingWhilePaused());

      assertThat(run.state().lifecycle().phase())
          .as("seed %d", seed)
          .isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveState(long seed) {
    Replay.check(Scenario.commandedAndBesieged(seed).run(StepObserver.none()), seed);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void whatIsAskedTwiceWithTheSameKeyIsDoneOnce(long block) {
    int carriedOut = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      Set<String> keys = new HashSet<>();
      int added = 0;
      for (Step step : Scenario.commanded(seed).run(StepObserver.none()).steps()) {
        if (step.input() instanceof StudyInput.CommandGiven given
            && given.command() instanceof StudyCommand.AddTrial
            && given.key() != null) {
          keys.add(given.key());
        }
        added += count(step, StudyEvent.ConfigurationAdded.class);
      }
      assertThat(added).as("seed %d", seed).isEqualTo(keys.size());
      carriedOut += added;
    }
    assertThat(carriedOut).isGreaterThan(100);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void whatIsSuggestedComesFromWhatTheSpaceIsNarrowedTo(long block) {
    var inside = new AtomicInteger();
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      long shown = seed;
      Scenario.commanded(seed)
          .run(
              (before, step, decision) -> {
                StudyState after = decision.after();
                for (Trial trial : suggested(step, after)) {
                  assertThat(after.space().admits(trial.configuration()))
                      .as("seed %d, trial %d", shown, trial.number())
                      .isTrue();
                  inside.addAndGet(after.space().narrowed().isEmpty() ? 0 : 1);
                }
              });
    }
    assertThat(inside.get()).isGreaterThan(50);
  }

  private static List<Trial> suggested(Step step, StudyState after) {
    List<Trial> suggested = new ArrayList<>();
    for (StudyEvent event : step.events()) {
      if (event instanceof StudyEvent.TrialCreated created
          && created.lineage() == null
          && !step.events().contains(new StudyEvent.ConfigurationTried(created.trial()))
          && !after.isOfTheBaseline(created.bracket())
          && !after.confirms(created.trial())
          && !Families.isRenewed(after, after.trial(created.trial()))) {
        suggested.add(after.trial(created.trial()));
      }
    }
    return suggested;
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void forksAreTrainedToTheEndOrEndedForAReason(long block) {
    int complete = 0;
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      StudyState end = Scenario.commanded(seed).run(StepObserver.none()).state();
      for (int fork : end.byHand().forks()) {
        Trial trial = end.trial(fork);
        assertThat(trial.lineage()).as("seed %d, trial %d", seed, fork).isNotNull();
        complete += trial.status() == TrialStatus.COMPLETED ? 1 : 0;
      }
    }
    assertThat(complete).isGreaterThan(20);
  }

  private static int count(Step step, Class<? extends StudyEvent> kind) {
    return (int) step.events().stream().filter(kind::isInstance).count();
  }

  private static StepObserver trainsNothingWhilePaused() {
    return (before, step, decision) -> {
      if (decision.after().byHand().paused()) {
        assertThat(step.events())
            .noneMatch(StudyEvent.LeaseGranted.class::isInstance)
            .noneMatch(StudyEvent.LeaseExtended.class::isInstance);
      }
    };
  }
}
