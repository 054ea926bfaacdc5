package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Usage;
import dev.thaw.core.study.Confirmed;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Night;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a study keeps to the time that it was given, uses it, and counts it right. Method: drawn
 * nights with stragglers, and in half of them with faults and restarts. A failure names its seed.
 */
class NightsSimTest {

  /** How many nights are drawn, of either kind; more by a property of the virtual machine. */
  private static final int NIGHTS = Integer.getInteger("thaw.nights", 100);

  private static final int PER_BLOCK = 25;

  private static final Set<StudyEnd> BY_TIME =
      EnumSet.of(
          StudyEnd.WALL_CLOCK_SPENT,
          StudyEnd.DEADLINE_REACHED,
          StudyEnd.GPU_HOURS_SPENT,
          StudyEnd.COST_SPENT);

  static LongStream blocks() {
    return LongStream.range(0, NIGHTS / PER_BLOCK);
  }

  private static LongStream nights(long block) {
    return LongStream.range(block * PER_BLOCK, (block + 1) * PER_BLOCK);
  }

  @ParameterizedTest(name = "block {0} of 25 nights")
  @MethodSource("blocks")
  void aTroubledNightKeepsToItsTimeButForTheEpochsInHandAndCountsEverySlot(long block) {
    nights(block)
        .forEach(
            seed -> {
              Night night = Night.troubled(seed);
              SimulatedRun run = night.run(StepObserver.none());
              Usage charged = Timing.used(run.state(), run.state().lifecycle().lastAt());

              assertThat(overrun(run)).as("seed %d", seed).isLessThanOrEqualTo(bound(night));
              assertThat(charged.slotTime()).as("seed %d", seed).isEqualTo(held(run));
            });
  }

  @ParameterizedTest(name = "block {0} of 25 nights")
  @MethodSource("blocks")
  void aCalmNightIsUsedUpAndMostlyEndsWithACompleteWinner(long block) {
    long complete =
        nights(block)
            .filter(
                seed -> {
                  StudyState end = calm(seed);
                  Trial winner = end.recommended();
                  return winner != null && winner.status() == TrialStatus.COMPLETED;
                })
            .count();

    assertThat(complete).isGreaterThanOrEqualTo(PER_BLOCK - 3);
  }

  private static StudyState calm(long seed) {
    SimulatedRun run = Night.calm(seed).run(StepObserver.none());

    assertThat(unused(run)).as("seed %d", seed).isLessThan(0.03);
    assertThat(run.state().lifecycle().end()).as("seed %d", seed).isIn(BY_TIME);
    Confirmed confirmed = Confirmed.of(run.state());
    if (run.state().spec().confirm() != null) {
      assertThat(confirmed).as("seed %d", seed).isNotNull();
      assertThat(Objects.requireNonNull(confirmed).open()).as("seed %d", seed).isZero();
    }
    return run.state();
  }

  /** By how much the limit was exceeded, in the unit of its time; by the clock: when training. */
  private static Duration overrun(SimulatedRun run) {
    StudyState state = run.state();
    Budget budget = state.budget();
    if (budget.deadline() != null && budget.deadline().instant() != null) {
      return Duration.between(budget.deadline().instant(), lastTrained(run));
    }
    if (budget.wallClock() != null && !budget.sparesDowntime()) {
      return Duration.between(VirtualTime.START.plus(budget.wallClock()), lastTrained(run));
    }
    return used(run).minus(limit(budget));
  }

  /** When the last epoch was reported. */
  private static Instant lastTrained(SimulatedRun run) {
    Instant last = VirtualTime.START;
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.EpochRecorded
            || event instanceof StudyEvent.EpochRetrained) {
          last = step.input().at();
        }
      }
    }
    return last;
  }

  private static double unused(SimulatedRun run) {
    Duration limit = limit(run.state().budget());
    return 1 - (double) used(run).toNanos() / limit.toNanos();
  }

  /** Of the clock, or of all slots together. */
  private static Duration used(SimulatedRun run) {
    StudyState state = run.state();
    Instant end = state.lifecycle().lastAt();
    Budget budget = state.budget();
    if (budget.wallClock() != null) {
      return state.active(end);
    }
    return budget.deadline() != null ? run.elapsed() : Timing.used(state, end).slotTime();
  }

  private static Duration limit(Budget budget) {
    if (budget.wallClock() != null) {
      return budget.wallClock();
    }
    if (budget.deadline() != null && budget.deadline().instant() != null) {
      return Duration.between(VirtualTime.START, budget.deadline().instant());
    }
    if (budget.gpuTime() != null) {
      return budget.gpuTime();
    }
    double amount = Objects.requireNonNull(budget.cost(), "cost").amount();
    return Duration.ofNanos((long) (amount / Night.PRICE * 3.6e12));
  }

  /** The declared bound: an epoch in hand, at most its time limit, or nothing at all. */
  private static Duration bound(Night night) {
    Budget budget = night.spec().budget();
    if (budget.overrun() != Budget.OnOverrun.FINISH_EPOCH) {
      return Duration.ofMillis(1);
    }
    boolean bySlot = budget.gpuTime() != null || budget.cost() != null;
    return night
        .spec()
        .epochTimeLimit()
        .multipliedBy(bySlot ? night.spec().resources().slots() : 1);
  }

  /** Counted from the journal alone; a process that died held its slots until it was last heard. */
  private static Duration held(SimulatedRun run) {
    Map<Integer, Instant> since = new HashMap<>();
    Duration sum = Duration.ZERO;
    Instant last = VirtualTime.START;
    for (Step step : run.steps()) {
      Instant at = step.input().at();
      for (StudyEvent event : step.events()) {
        switch (event) {
          case StudyEvent.LeaseGranted e -> since.put(e.trial(), at);
          case StudyEvent.LeaseEnded e ->
              sum = sum.plus(Duration.between(since.remove(e.trial()), at));
          case StudyEvent.StudyTakenOver e -> {
            for (Map.Entry<Integer, Instant> entry : since.entrySet()) {
              sum = sum.plus(Duration.between(entry.getValue(), last));
              entry.setValue(at);
            }
          }
          default -> {}
        }
      }
      last = at;
    }
    return sum;
  }
}
