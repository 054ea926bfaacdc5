package dev.thaw.core.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.budget.Hours;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the figures of the ledger add up exactly, whatever goes wrong. Method: studies with faults
 * of every kind; the ledger, which knows events only, against the slots and leases of the states
 * between them, added up in another way.
 */
class LedgerSimTest {

  private static final double NANOS = 1e9;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** What the states say: slots and leases times the time between two steps. */
  private static final class Integral {
    long offered;
    long idle;
    long unattended;
    final SortedMap<Integer, Long> leased = new TreeMap<>();

    static Integral of(SimulatedRun run) {
      var integral = new Integral();
      @Nullable StudyState state = null;
      for (Step step : run.steps()) {
        if (state != null) {
          integral.add(state, step);
        }
        state = Study.evolve(state, step);
      }
      return integral;
    }

    private void add(StudyState before, Step step) {
      Instant from = before.lifecycle().lastAt();
      long passed = Duration.between(from, step.input().at()).toNanos();
      boolean live = true;
      boolean attended = before.isOpen();
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.StudyTakenOver taken) {
          live = !Boolean.FALSE.equals(taken.sessionsLive());
          attended = false;
        }
      }
      unattended += attended ? 0 : passed;
      Set<Object> held = new HashSet<>();
      if (attended) {
        before.cluster().free().forEach((slot, free) -> held.add(slot));
      }
      idle += passed * held.size();
      if (!live) {
        return;
      }
      for (Map.Entry<Integer, Lease> entry : before.cluster().leases()) {
        leased.merge(entry.getKey(), passed, Long::sum);
        held.add(entry.getValue().slot());
      }
      offered += passed * held.size();
    }
  }

  private static Night night(SimulatedRun run) {
    var reader = new NightReader();
    reader.take(run.steps());
    return reader.night();
  }

  private static void agrees(SimulatedRun run) {
    Ledger ledger = night(run).ledger();
    Integral integral = Integral.of(run);

    assertThat(ledger.offered()).isEqualTo(integral.offered);
    assertThat(ledger.idle()).isEqualTo(integral.idle);
    assertThat(ledger.unattended()).isEqualTo(integral.unattended);
    ledger
        .byTrial()
        .forEach(
            (trial, time) ->
                assertThat(time.total())
                    .as("trial %d", trial)
                    .isEqualTo(integral.leased.getOrDefault(trial, 0L)));
    assertThat(ledger.byTrial().keySet()).containsAll(integral.leased.keySet());
    assertThat(ledger.offered()).isEqualTo(ledger.idle() + ledger.leased().total());
    assertThat(ledger.leased().total())
        .isEqualTo(Timing.used(run.state(), run.state().lifecycle().lastAt()).slotTime().toNanos());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void chargesTheLeasesOfATroubledNightAsTheBudgetDoes(long seed) {
    agrees(dev.thaw.core.testing.Night.troubled(seed).run(StepObserver.none()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsNothingAsIdleOutsideOfTheHours(long seed) {
    StudySpec spec =
        Specs.study(Taught.ASHA)
            .slots(3)
            .trials(40)
            .hours(
                new Hours(
                    null, List.of(new Hours.Window(23 * 60, 60 + (int) seed)), "Europe/Berlin"))
            .seed(seed)
            .spec();
    SimulatedRun run = Simulation.run(spec, new SyntheticCurves(0.02, 240));

    agrees(run);
    assertThat(night(run).ledger().unattended()).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addsUpWhenSessionsAndProcessesFail(long seed) {
    agrees(Scenario.hopeless(seed).run(StepObserver.none()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addsUpWhenOthersTakeSlotsAndNodesComeAndGo(long seed) {
    agrees(Scenario.besieged(seed).run(StepObserver.none()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void dividesTheLeasesByBracketAndByOutcomeWithoutARest(long seed) {
    SimulatedRun run = Scenario.besieged(seed).run(StepObserver.none());
    Ledger ledger = night(run).ledger();

    assertThat(ledger.byBracket(run.state()).values().stream().mapToLong(SlotTime::total).sum())
        .isEqualTo(ledger.leased().total());
    assertThat(ledger.byOutcome(run.state()).values().stream().mapToLong(SlotTime::total).sum())
        .isEqualTo(ledger.leased().total());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void runsItsClockAsTheStudyDoes(long seed) {
    SimulatedRun run = Scenario.troubled(seed).run(StepObserver.none());
    StudyState end = run.state();

    assertThat(night(run).active())
        .isEqualTo(end.progress().spending().active(end.lifecycle().lastAt()).toNanos());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void creditsTheSecondsThatSessionsReportWhereNothingGoesWrong(long seed) {
    SimulatedRun run = Scenario.calm(seed).run(StepObserver.none());
    SlotTime leased = night(run).ledger().leased();

    assertThat((leased.training() + leased.retraining()) / NANOS)
        .isCloseTo(
            run.state().progress().spending().trainingSeconds(),
            org.assertj.core.api.Assertions.within(1e-6));
    assertThat(leased.retraining()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsWhatTheStudyCounts(long seed) {
    SimulatedRun run = Scenario.troubled(seed).run(StepObserver.none());
    Night night = night(run);
    var spending = run.state().progress().spending();

    assertThat(night.retrained().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(spending.retrained());
    assertThat(night.stretches().stream().mapToLong(Stretch::epochs).sum())
        .isEqualTo(spending.allEpochs());
    if (!night.improvements().isEmpty()) {
      Night.Improvement last = night.improvements().getLast();
      assertThat(run.state().progress().best())
          .isEqualTo(
              new dev.thaw.core.study.Progress.Best(last.trial(), last.epoch(), last.value()));
    }
  }
}
