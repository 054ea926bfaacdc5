package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.Prediction;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Goal: a model of a study with many trials stays small. Method: follow a study of ASHA's. */
class CurveSurrogateTest {

  private static final int SLOTS = 4;
  private static final int MOST = 30;
  private static final StudySpec SPEC =
      Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false))
          .in(SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1)))
          .epochs(1, 27)
          .slots(SLOTS)
          .epochsBudget(300)
          .spec();

  private static List<StudyState> states() {
    List<StudyState> states = new ArrayList<>();
    Simulation.run(
        SPEC,
        new SyntheticCurves(0.02, 5),
        Faults.none(),
        (_, _, decision) -> states.add(decision.after()));
    return states;
  }

  private static CurveSurrogate surrogate() {
    return new CurveSurrogate(SPEC, new CurveInputs(SPEC), MOST, 20);
  }

  @Test
  void holdsAFewMoreTrialsThanItShouldAtMost() {
    CurveSurrogate surrogate = surrogate();

    for (StudyState state : states()) {
      surrogate.follow(state);

      assertThat(surrogate.model().size()).isLessThanOrEqualTo(MOST + SLOTS);
    }
  }

  @Test
  void holdsWhatRunsAndWhatIsBest() {
    CurveSurrogate surrogate = surrogate();

    for (StudyState state : states()) {
      surrogate.follow(state);

      for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
        if (entry.getValue().outstandingEpochs() > 0) {
          assertThat(surrogate.place(entry.getValue().trial())).isNotNegative();
        }
      }
      if (state.progress().best() != null) {
        int best = Objects.requireNonNull(state.progress().best()).trial();
        assertThat(surrogate.place(best)).isNotNegative();
      }
    }
  }

  @Test
  void knowsAllThatATrialLearnedOnceItComesBack() {
    CurveSurrogate surrogate = surrogate();

    for (StudyState state : states()) {
      surrogate.follow(state);

      for (int trial = 0; trial < state.progress().trials().size(); trial++) {
        int place = surrogate.place(trial);
        if (place >= 0) {
          assertThat(surrogate.model().observed(place)).isEqualTo(state.trial(trial).epochs());
        }
      }
    }
  }

  /** A state, and the same one in which the trials in a corner of the space cannot be trained. */
  private static StudyState withInfeasibleCorner(StudyState state) {
    StudyState after = state;
    for (Trial trial : state.progress().trials()) {
      if (!trial.status().ended() && isInTheCorner(trial.configuration())) {
        var refused = new Reason.CannotBeTrained(new Failure(Failure.Kind.INFEASIBLE, "too large"));
        var event = new StudyEvent.TrialInfeasible(trial.number(), refused);
        after = Study.evolve(after, event, state.lifecycle().lastAt());
      }
    }
    return after;
  }

  private static boolean isInTheCorner(Configuration configuration) {
    double[] point = SPEC.space().encode(configuration);
    return point[0] > 0.6 && point[1] > 0.6;
  }

  @Test
  void candidatesNearInfeasibleTrialsAreExpectedToImproveLess() {
    StudyState feasible =
        states().stream().filter(s -> s.progress().trials().size() == 25).findFirst().orElseThrow();
    StudyState infeasible = withInfeasibleCorner(feasible);
    assertThat(infeasible.progress().counts().of(TrialStatus.INFEASIBLE)).isGreaterThan(1);

    for (double near : new double[] {0.7, 0.8, 0.9}) {
      assertThat(improvement(infeasible, near)).isLessThan(improvement(feasible, near));
    }
  }

  /** The logarithm of the expected improvement in the first epoch at a point of the diagonal. */
  private static double improvement(StudyState state, double at) {
    CurveSurrogate surrogate = surrogate();
    surrogate.follow(state);
    Configuration configuration = SPEC.space().decode(new double[] {at, at});
    int place =
        surrogate.model().add(CurveData.of(new ModelInputs(SPEC.space()).of(configuration)));
    Prediction first = surrogate.model().predict(place, 1);
    double best =
        surrogate.transform().apply(Objects.requireNonNull(state.progress().best()).value());
    return Acquisition.logExpectedImprovement(first.mean(), first.deviation(), best);
  }
}
