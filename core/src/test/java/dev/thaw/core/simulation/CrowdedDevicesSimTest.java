package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: studies survive devices that are too small, leak, and are shared. Method: drawn studies
 * under the eyes of all checkers, which hold that nobody shares a device who must not, and that
 * nobody is left waiting for one.
 */
class CrowdedDevicesSimTest {

  private static final int RUNS_PER_BLOCK = 250;

  static LongStream blocks() {
    return Seeds.blocks(4);
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void everyCrowdedStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      var lost = new NothingIsLost();
      SimulatedRun run = Scenario.crowded(seed).run(lost);

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @ParameterizedTest(name = "block {0} of 250 seeds")
  @MethodSource("blocks")
  void everyHopelessStudyEndsWithAllInvariantsIntact(long block) {
    for (long seed = block * RUNS_PER_BLOCK; seed < (block + 1) * RUNS_PER_BLOCK; seed++) {
      SimulatedRun run = Scenario.hopeless(seed).run(StepObserver.none());

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    }
  }

  @Test
  void theScenariosAreWhatTheySay() {
    Map<String, Integer> events = new HashMap<>();
    for (long seed = 0; seed < 100; seed++) {
      for (Step step : Scenario.crowded(seed).run(StepObserver.none()).steps()) {
        step.events().forEach(e -> events.merge(e.getClass().getSimpleName(), 1, Integer::sum));
      }
    }

    assertThat(events)
        .containsKeys(
            "TrialUnpacked",
            "MemoryExceeded",
            "DeviceReserved",
            "TrialInfeasible",
            "SlotQuarantined");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void aTrialIsUnpackedOnceAndThatCostsNoRestart(long seed) {
    SimulatedRun run = Scenario.crowded(seed).run(StepObserver.none());

    Set<Integer> unpacked = new HashSet<>();
    Map<Integer, Integer> restarts = new HashMap<>();
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.TrialUnpacked(int trial)) {
          assertThat(unpacked.add(trial)).as("trial %d is unpacked once", trial).isTrue();
          assertThat(step.events()).noneMatch(other -> other instanceof StudyEvent.RestartCounted);
        } else if (event instanceof StudyEvent.RestartCounted e) {
          restarts.put(e.trial(), e.restarts());
        }
      }
    }
    restarts.forEach(
        (trial, count) -> assertThat(run.state().trial(trial).restarts()).isEqualTo(count));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void whatCannotBeTrainedIsInfeasibleAndNotFailed(long seed) {
    SimulatedRun run = Scenario.crowded(seed).run(StepObserver.none());

    for (Trial trial : run.state().progress().trials()) {
      assertThat(trial.status()).isNotEqualTo(TrialStatus.FAILED);
      Failure failure = trial.failure();
      if (failure != null && failure.kind() == Failure.Kind.INFEASIBLE) {
        assertThat(trial.status()).isEqualTo(TrialStatus.INFEASIBLE);
        assertThat(trial.restarts()).isZero();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theSameSeedGivesTheSameJournalAndItsInputsTheSameEvents(long seed) {
    SimulatedRun run = Scenario.hopeless(seed).run(StepObserver.none());

    assertThat(Scenario.hopeless(seed).run(StepObserver.none()).steps()).isEqualTo(run.steps());
    Replay.check(run, seed);
  }

  /** Whoever is sent away from a device goes on from the epoch at which it left. */
  private static final class NothingIsLost implements StepObserver {
    private final Set<Integer> sentAway = new HashSet<>();

    @Override
    public void onStep(@Nullable StudyState before, Step step, Decision decision) {
      for (StudyEvent event : decision.events()) {
        switch (event) {
          case StudyEvent.PauseOrdered e when e.reason() instanceof Reason.DeviceNeeded ->
              sentAway.add(e.trial());
          case StudyEvent.SessionErred e -> sentAway.remove(e.trial());
          case StudyEvent.LeaseGranted e when sentAway.remove(e.trial()) -> {
            int from = e.resumeFrom() == null ? 0 : e.resumeFrom().epoch();
            assertThat(from).isEqualTo(decision.after().trial(e.trial()).epochs());
          }
          default -> {}
        }
      }
    }
  }

  @Test
  void everyoneWhoIsSentAwayIsOwedItsWayOrHadArrived() {
    var owed = new OwedOrArrived();
    for (long seed = 0; seed < 100; seed++) {
      owed.sentAway.clear();
      Scenario.crowded(seed).run(owed);
    }

    assertThat(owed.checked).isGreaterThan(100);
    assertThat(owed.stillOwed).isGreaterThan(50);
  }

  /** Looks at a trial when the lease ends from which it was sent away. */
  private static final class OwedOrArrived implements StepObserver {
    private final Set<Long> sentAway = new HashSet<>();
    private int checked;
    private int stillOwed;

    @Override
    public void onStep(@Nullable StudyState before, Step step, Decision decision) {
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.PauseOrdered e
            && e.reason() instanceof Reason.DeviceNeeded) {
          sentAway.add(e.fence());
        } else if (event instanceof StudyEvent.LeaseEnded e && sentAway.remove(e.fence())) {
          look(Objects.requireNonNull(before), e, decision);
        }
      }
    }

    private void look(StudyState before, StudyEvent.LeaseEnded ended, Decision decision) {
      Lease lease = Objects.requireNonNull(before.lease(ended.trial()));
      StudyState after = decision.after();
      boolean granted =
          decision.events().stream()
              .anyMatch(e -> e instanceof StudyEvent.LeaseGranted g && g.trial() == ended.trial());
      boolean owed = granted || after.search().owed().containsKey(ended.trial());
      Trial trial = after.trial(ended.trial());
      boolean arrived = trial.status().ended() || trial.epochs() >= lease.epochLimit();
      assertThat(owed || arrived).as("trial %d after %s", ended.trial(), ended).isTrue();
      checked++;
      stillOwed += owed ? 1 : 0;
    }
  }
}
