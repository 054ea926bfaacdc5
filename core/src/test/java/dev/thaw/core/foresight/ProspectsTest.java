package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.surrogate.NormalQuantile;
import dev.thaw.core.surrogate.OutputTransform;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what is to be gained is said in the units of the objective. Method: against the mean over
 * many quantiles, and a simulated study with its adviser.
 */
class ProspectsTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);

  private static StudyState run(Specs specs) {
    StudySpec spec = specs.epochs(1, 9).trials(12).spec();
    return Simulation.run(
            spec, new SyntheticCurves(0.02, 5), Faults.none(), StepObserver.none(), null)
        .state();
  }

  private static OutputTransform units(Goal goal) {
    return OutputTransform.of(
        goal, List.of(new double[] {0.9, 0.5}, new double[] {0.8, 0.3}, new double[] {0.7, 0.4}));
  }

  /** The mean over many quantiles of how much better a value is than the best. */
  private static double meanImprovement(
      StudyState state, OutputTransform units, double mean, double deviation, double best) {
    int many = 200_000;
    double sum = 0;
    for (int i = 0; i < many; i++) {
      double value = mean + deviation * NormalQuantile.at((i + 0.5) / many);
      double gain = state.score(units.objective(best)) - state.score(units.objective(value));
      sum += Math.max(0, gain);
    }
    return sum / many;
  }

  @ParameterizedTest(name = "mean {0}, deviation {1}, best {2}")
  @CsvSource({"0, 0.5, -0.5", "-1, 0.3, 1", "0.7, 0.2, 0.1", "-4, 0.01, 0"})
  void theGainIsTheMeanOfWhatIsBetterThanTheBest(double mean, double deviation, double best) {
    for (Goal goal : Goal.values()) {
      Specs specs = Specs.study(ASHA);
      StudyState state = run(goal == Goal.MAXIMIZE ? specs.maximise() : specs);
      double expected = meanImprovement(state, units(goal), mean, deviation, best);

      assertThat(Prospects.gain(state, units(goal), mean, deviation, best))
          .isCloseTo(expected, within(1e-3 * expected));
    }
  }

  @Test
  void whatIsCertainGainsWhatItIsBetterOrNothing() {
    StudyState state = run(Specs.study(ASHA));
    OutputTransform units = units(Goal.MINIMIZE);

    assertThat(Prospects.gain(state, units, units.apply(0.3), 0, units.apply(0.4)))
        .isCloseTo(0.1, within(1e-9));
    assertThat(Prospects.gain(state, units, units.apply(0.4), 0, units.apply(0.3))).isZero();
  }

  @Test
  void theSpreadIsTheRangeOfTheMiddleHalfOfTheLastValues() {
    StudyState state = run(Specs.study(ASHA));
    double[] lasts = new double[state.progress().trials().size()];
    state.progress().trials().forEach(trial -> lasts[trial.number()] = trial.curve().last());
    Arrays.sort(lasts);

    assertThat(lasts).hasSize(12);
    assertThat(Prospects.spread(state))
        .isCloseTo(
            lasts[8] + 0.25 * (lasts[9] - lasts[8]) - (lasts[2] + 0.75 * (lasts[3] - lasts[2])),
            within(1e-12));
  }

  @Test
  void theSpreadLeavesOutForksThatHaveNoEpochOfTheirOwnYet() {
    var rule = new Scheduler.Population(4, 3, 0.25, 0.2, 0.25, List.of("learning_rate"));
    StudySpec spec = Specs.study(rule).slots(1).epochs(1, 9).seed(7).spec();
    List<StudyState> forked = new ArrayList<>();
    Simulation.run(
        spec,
        new SyntheticCurves(0.02, 5),
        Faults.none(),
        (before, step, decision) -> {
          if (decision.after().progress().trials().size() == 5) {
            forked.add(decision.after());
          }
        },
        null);

    StudyState state = forked.getFirst();

    assertThat(state.trial(4).ownEpochs()).isZero();
    double[] lasts = new double[4];
    Arrays.setAll(lasts, i -> state.trial(i).curve().last());
    Arrays.sort(lasts);
    assertThat(Prospects.spread(state))
        .isCloseTo(
            lasts[2] + 0.25 * (lasts[3] - lasts[2]) - (lasts[0] + 0.75 * (lasts[1] - lasts[0])),
            within(1e-12));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Goal.class)
  void theAdviserSaysWhatIsToBeGainedAndHowLongThatTakes(Goal goal) {
    Specs specs = Specs.study(new Scheduler.Guided(Guide.THAW, ASHA)).slots(2).trials(20);
    StudySpec spec = (goal == Goal.MAXIMIZE ? specs.maximise() : specs).epochs(1, 9).spec();

    SimulatedRun run =
        Simulation.run(
            spec,
            new SyntheticCurves(0.02, 5),
            Faults.none(),
            StepObserver.none(),
            Advisers.of(spec));

    List<Advice.Prospect> prospects =
        run.steps().stream()
            .filter(step -> step.input() instanceof StudyInput.AdviceGiven)
            .map(step -> ((StudyInput.AdviceGiven) step.input()).advice().prospect())
            .filter(Objects::nonNull)
            .toList();
    assertThat(prospects)
        .isNotEmpty()
        .allSatisfy(prospect -> assertThat(prospect.gain()).isNotNegative().isFinite())
        .allSatisfy(prospect -> assertThat(prospect.spread()).isPositive().isFinite())
        .allSatisfy(prospect -> assertThat(prospect.seconds()).isPositive().isFinite());
    assertThat(prospects.getLast().gain()).isLessThan(prospects.getFirst().gain());
  }
}
