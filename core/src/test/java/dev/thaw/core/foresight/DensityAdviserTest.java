package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: what cannot be trained counts as bad. Method: a study whose values say nothing. */
class DensityAdviserTest {

  private static final StudySpec SPEC =
      Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false))
          .in(SearchSpace.of(RealParameter.linear("x", 0, 1)))
          .epochs(1, 9)
          .slots(1)
          .trials(60)
          .spec();

  /** Fifty trials in, when all of them are as good as the others. */
  private static StudyState state() {
    List<StudyState> states = new ArrayList<>();
    Simulation.run(
        SPEC,
        (configuration, seed, epoch) -> new LearningCurves.Epoch(0.5, 1),
        Faults.none(),
        (before, step, decision) -> states.add(decision.after()));
    return states.stream()
        .filter(state -> state.progress().trials().size() == 50)
        .findFirst()
        .orElseThrow();
  }

  private static double x(Trial trial) {
    return SPEC.space().encode(trial.configuration())[0];
  }

  /** How many of many proposals lie in the lower half. */
  private static long proposedBelow(StudyState state) {
    var adviser = new DensityAdviser(SPEC);
    return adviser.advise(state, new Adviser.Question(1, 200, 1)).proposals().stream()
        .filter(
            proposal ->
                proposal instanceof Advice.Proposal.Start start
                    && SPEC.space().encode(start.configuration())[0] < 0.5)
        .count();
  }

  @Test
  void fewerTrialsAreProposedWhereTrialsCouldNotBeTrained() {
    StudyState feasible = state();
    StudyState infeasible = feasible;
    for (Trial trial : feasible.progress().trials()) {
      if (!trial.status().ended() && x(trial) < 0.5) {
        var why = new Reason.CannotBeTrained(new Failure(Failure.Kind.INFEASIBLE, "too large"));
        infeasible =
            Study.evolve(
                infeasible,
                new StudyEvent.TrialInfeasible(trial.number(), why),
                feasible.lifecycle().lastAt());
      }
    }

    assertThat(proposedBelow(infeasible)).isLessThan(proposedBelow(feasible));
  }
}
