package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.race.Judgement;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
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
 * Goal: races keep all invariants of a study, and those of their own, whatever goes wrong. Method:
 * drawn races with failing, hanging and diverging trainers, damaged checkpoints, lost slots and
 * dying processes, each step watched by the checkers. A failure names its seed.
 */
class RaceSimTest {

  private static final int RUNS_PER_BLOCK = 150;

  static LongStream blocks() {
    return Seeds.blocks(4);
  }

  @ParameterizedTest(name = "block {0} of 150 seeds")
  @MethodSource("blocks")
  void everyTroubledRaceEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.race(seed).run(racesAreFair());

      assertThat(run.state().lifecycle().phase())
          .as("seed %d", seed)
          .isEqualTo(Lifecycle.Phase.ENDED);
      nobodyIsLeftWaiting(run.state(), seed);
    }
  }

  @Test
  void someAreDroppedAndSomeAreNot() {
    long dropped = 0;
    long complete = 0;
    for (long seed = 0; seed < RUNS_PER_BLOCK; seed++) {
      StudyState state = Scenario.race(seed).run(StepObserver.none()).state();
      dropped += state.progress().counts().of(TrialStatus.STOPPED);
      complete += state.progress().counts().of(TrialStatus.COMPLETED);
    }

    assertThat(dropped).isGreaterThan(RUNS_PER_BLOCK);
    assertThat(complete).isGreaterThan(RUNS_PER_BLOCK);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void replayingInputsAndEventsGivesTheLiveStateAndTheSameRaces(long seed) {
    SimulatedRun run = Scenario.race(seed).run(StepObserver.none());

    Replay.check(run, seed);
    assertThat(Scenario.race(seed).run(StepObserver.none()).steps()).isEqualTo(run.steps());
  }

  /** A race that ended because nothing was left has nobody in a rung below the top. */
  private static void nobodyIsLeftWaiting(StudyState state, long seed) {
    StudyEnd end = state.lifecycle().end();
    if (end != StudyEnd.SEARCH_EXHAUSTED && end != StudyEnd.TRIALS_SPENT) {
      return;
    }
    for (Bracket bracket : state.search().brackets()) {
      for (int rung = 0; rung < bracket.top(); rung++) {
        assertThat(bracket.rungs().get(rung).waiting())
            .as("seed %d, race %d, rung %d", seed, bracket.number(), rung)
            .isEmpty();
      }
    }
  }

  /** Whoever is dropped lost by a test that says so, to somebody who met the same folds. */
  private static StepObserver racesAreFair() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      var race = (Scheduler.Race) after.spec().scheduler();
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.TrialStopped e
            && e.reason() instanceof Reason.LostRace(Judgement judgement)) {
          assertThat(judgement.pValue()).isLessThan(race.alpha());
          assertThat(judgement.folds()).isGreaterThanOrEqualTo(race.minFolds());
          assertThat(judgement.rankSum() - judgement.bestRankSum())
              .isGreaterThan(judgement.margin());
          Trial best = after.trial(judgement.best());
          assertThat(best.gaveUp()).isFalse();
          assertThat(best.epochs()).isGreaterThanOrEqualTo(judgement.folds());
        }
      }
      onlyThoseAheadTrainOn(after);
    };
  }

  /** Nobody has a fold more than one that is left in its race and waits, but for the owed one. */
  private static void onlyThoseAheadTrainOn(StudyState state) {
    for (Bracket bracket : state.searched()) {
      int lowest = Integer.MAX_VALUE;
      int highest = 0;
      for (Trial trial : state.progress().trials()) {
        if (trial.bracket() == bracket.number() && trial.status() == TrialStatus.PAUSED) {
          lowest = Math.min(lowest, trial.epochs());
        }
        if (trial.bracket() == bracket.number() && !trial.status().ended()) {
          highest = Math.max(highest, trial.epochs());
        }
      }
      int first = bracket.rungs().getFirst().epochs();
      boolean limited = state.budget().isInTime() || state.budget().trials() != null;
      assertThat(limited || highest <= Math.max(first, lowest + 1L))
          .as("race %d: %d folds beside %d", bracket.number(), highest, lowest)
          .isTrue();
    }
  }
}
