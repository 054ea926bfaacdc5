package dev.thaw.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Meter;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier study teaches about the next one. */
final class PriorTest {

  private static final StudySpec SPEC =
      Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).slots(4).trials(300).spec();

  /** A study whose truth is a prior, run to its end. */
  private static StudyState earlier(Prior truth) {
    var curves = new PriorCurves(truth, SPEC.space(), Goal.MINIMIZE, 7);
    var faults = new Faults(truth.failure(), 0, 0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO);
    var meter =
        Meter.ofEpochs(
            Double.POSITIVE_INFINITY, Duration.ofMillis((long) (1_000 * truth.startSeconds())));
    var world = World.of(curves).withFaults(faults).withMeter(meter);
    return Simulation.run(SPEC, world, StepObserver.none()).state();
  }

  @Test
  void findsPaceSpreadStartsAndFailuresOfAnEarlierStudyAgain() {
    Prior prior = Prior.like(earlier(new Prior(20, 0, 0.4, 0.2, 6, 0.02, 0)));

    assertThat(prior.epochSeconds()).isCloseTo(20, within(2.0));
    assertThat(prior.trialSpread()).isCloseTo(0.4, within(0.08));
    assertThat(prior.epochSpread()).isCloseTo(0.2, within(0.03));
    assertThat(prior.startSeconds()).isCloseTo(6, within(1.0));
    assertThat(prior.failure()).isCloseTo(0.02, within(0.015));
    assertThat(prior.checkpointBytes()).isBetween(1_000.0, 1_600.0);
    assertThat(prior.doubt()).isLessThan(Prior.guess(20).doubt() / 2);
  }

  /** A population whose epochs take longer and longer, so that whose epochs count shows. */
  private static StudyState population() {
    var rule = new Scheduler.Population(8, 3, 0.25, 0.2, 0.25, List.of("learning_rate"));
    return Simulation.run(
            Specs.study(rule).slots(2).epochs(1, 12).seed(3).spec(),
            (configuration, seed, epoch) -> new LearningCurves.Epoch(seed, epoch * epoch))
        .state();
  }

  @Test
  void epochsThatForksWereGivenByTheirParentsAreLearntFromOnce() {
    StudyState state = population();
    var paces = new Moments();
    long trained = 0;
    for (Trial trial : state.progress().trials()) {
      var own = new Moments();
      for (int epoch = trial.firstEpoch() + 1; epoch <= trial.epochs(); epoch++) {
        own.add(Math.log(trial.curve().seconds(epoch)));
      }
      if (own.count() > 0) {
        paces.add(own.mean());
        trained += own.count();
      }
    }
    assertThat(trained).isEqualTo(state.progress().spending().epochs());

    assertThat(Prior.like(state).epochSeconds()).isCloseTo(Math.exp(paces.mean()), within(1e-9));
  }

  @Test
  void refusesAStudyThatHasNotReported() {
    var curves = new PriorCurves(Prior.guess(1), SPEC.space(), Goal.MINIMIZE, 7);
    var faults = new Faults(1, 0, 0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO);
    StudyState state =
        Simulation.run(SPEC, World.of(curves).withFaults(faults), StepObserver.none()).state();

    assertThatThrownBy(() -> Prior.like(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have reported an epoch");
  }

  @Test
  void refusesAnEpochThatTakesNoTime() {
    assertThatThrownBy(() -> Prior.guess(0)).hasMessageContaining("epochSeconds (0.0)");
  }

  @Test
  void imaginesCurvesInTheDirectionOfTheGoal() {
    var space = Specs.space();
    var down = new PriorCurves(Prior.guess(1), space, Goal.MINIMIZE, 3);
    var up = new PriorCurves(Prior.guess(1), space, Goal.MAXIMIZE, 3);

    assertThat(up.at(space.defaults(), 5, 4).value())
        .isEqualTo(-down.at(space.defaults(), 5, 4).value());
    assertThat(down.at(space.defaults(), 5, 27).value())
        .isLessThan(down.at(space.defaults(), 5, 1).value());
  }
}
