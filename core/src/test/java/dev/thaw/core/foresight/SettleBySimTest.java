package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudySpec.Growth.Expensive;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the maximal fidelity waits until what is cheap is settled, but not for ever. Method:
 * studies of a valley in virtual time, whose curves are noisy.
 */
class SettleBySimTest {

  private static final Scheduler RANKS = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final Scheduler THAW = new Scheduler.Guided(Guide.THAW, RANKS);

  /** The last is expensive, and has no influence. */
  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.linear("x", 0, 1),
          RealParameter.linear("y", 0, 1),
          RealParameter.linear("size", 0, 1));

  private static final LearningCurves VALLEY =
      (configuration, seed, epoch) -> {
        double noise = 0.002 * Draws.of(seed, "noise", epoch).normal(0);
        return new LearningCurves.Epoch(
            0.1 + distance(configuration) + 0.2 / (1 + epoch) + noise, 1);
      };

  /** Least at x = 0.3 and y = 0.7. */
  private static double distance(Configuration configuration) {
    double[] point = SPACE.encode(configuration);
    return Math.pow(point[0] - 0.3, 2) + Math.pow(point[1] - 0.7, 2);
  }

  private static StudySpec study(Scheduler scheduler, double settleBy, long seed) {
    return Specs.study(scheduler)
        .in(SPACE)
        .epochs(1, 9)
        .slots(2)
        .epochsBudget(600)
        .seed(seed)
        .settling(3, Map.of("size", Expensive.UP), settleBy)
        .spec();
  }

  private static SimulatedRun run(StudySpec spec) {
    Adviser adviser = spec.guide() == null ? null : Advisers.of(spec);
    SimulatedRun run = Simulation.run(spec, VALLEY, Faults.none(), Checkers.all(), adviser);
    Checkers.checkEnd(run.state());
    return run;
  }

  private static List<Reason> raises(SimulatedRun run) {
    return run.steps().stream()
        .flatMap(step -> step.events().stream())
        .filter(StudyEvent.CeilingRaised.class::isInstance)
        .map(event -> ((StudyEvent.CeilingRaised) event).reason())
        .toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void theMaximumGrowsOnceTheTrialsAgreeOnWhatIsCheap(long seed) {
    SimulatedRun run = run(study(THAW, 0.9, seed));

    assertThat(raises(run))
        .singleElement()
        .isInstanceOfSatisfying(
            Reason.CheapSettled.class,
            settled -> {
              assertThat(settled.width()).isBetween(0.0, 1.0 / 3);
              assertThat(settled.trials()).isEqualTo(12);
            });
    Replay.check(run, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void itWaitsForNoMoreThanItsShareOfTheBudgetForTrialsThatNeverAgree(long seed) {
    SimulatedRun run = run(study(RANKS, 0.2, seed));

    assertThat(raises(run))
        .singleElement()
        .isInstanceOfSatisfying(
            Reason.WaitedEnough.class, waited -> assertThat(waited.share()).isBetween(0.2, 0.22));
  }

  @Test
  void itGrowsWithoutWaitingIfNothingIsLeftToDoBelow() {
    StudySpec spec =
        Specs.study(RANKS)
            .in(SPACE)
            .epochs(1, 9)
            .trials(6)
            .settling(3, Map.of("size", Expensive.UP), 0.9)
            .spec();

    assertThat(raises(run(spec))).containsExactly(new Reason.NothingBelow());
  }
}
