package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Specs;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the default scheduler leads studies whose schedules depend on the maximum. Method: learning
 * curves in virtual time that fall as half a cosine until the maximum of their trial, towards an
 * end that is lower the longer they take.
 */
class FamiliesSimTest {

  private static final Scheduler THAW =
      new Scheduler.Guided(Guide.THAW, new Scheduler.Asha(3, PromotionRule.PAPER, false));

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  private static StudySpec square(long seed) {
    return Specs.study(THAW)
        .in(SQUARE)
        .epochs(1, 27)
        .slots(2)
        .epochsBudget(500)
        .seed(seed)
        .families(3, 9)
        .spec();
  }

  /** Least at x = 0.3 and y = 0.7. */
  private static double distance(Configuration configuration) {
    double x = ((RealValue) configuration.get("x").orElseThrow()).value();
    double y = ((RealValue) configuration.get("y").orElseThrow()).value();
    return (x - 0.3) * (x - 0.3) + (y - 0.7) * (y - 0.7);
  }

  private static SimulatedRun run(StudySpec spec) {
    Map<Long, Integer> maxima = new HashMap<>();
    StepObserver watch =
        (before, step, decision) -> {
          for (Trial trial : decision.after().progress().trials()) {
            maxima.put(spec.trialSeed(trial.number()), Families.maximum(decision.after(), trial));
          }
        };
    LearningCurves curves =
        (configuration, seed, epoch) -> {
          int maximum = Objects.requireNonNull(maxima.get(seed));
          double left = (1 + Math.cos(Math.PI * epoch / maximum)) / 2;
          return new LearningCurves.Epoch(0.1 + distance(configuration) + 0.5 / maximum + left, 1);
        };
    SimulatedRun run =
        Simulation.run(spec, curves, Faults.none(), Checkers.all().and(watch), Advisers.of(spec));
    Checkers.checkEnd(run.state());
    return run;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theBestIsFoundAmongTheLongestTrainings(long seed) {
    SimulatedRun run = run(square(seed));
    Trial best = run.state().trial(Objects.requireNonNull(run.state().progress().best()).trial());

    assertThat(best.epochs()).isEqualTo(27);
    assertThat(distance(best.configuration())).isLessThan(0.01);
  }

  @Test
  void theSameSeedGivesTheSameJournal() {
    assertThat(run(square(7)).steps()).isEqualTo(run(square(7)).steps());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void troublesDoNotStopTheStudy(long seed) {
    Scenario drawn = Scenario.families(seed);
    StudySpec spec = drawn.withScheduler(THAW);
    SimulatedRun run =
        Simulation.run(
            spec, new SyntheticCurves(0.02, 5), drawn.faults(), Checkers.all(), Advisers.of(spec));

    Checkers.checkEnd(run.state());
  }
}
