package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Ceilings 3, 9 and 27; a ceiling is enough reached by nine, three and one trials. */
class FamiliesTest {

  private static SimulatedRun run(UnaryOperator<Specs> change) {
    Specs specs =
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .epochs(1, 27)
            .slots(3)
            .trials(60)
            .seed(4)
            .families(3, 9);
    return Simulation.run(
        change.apply(specs).spec(),
        new SyntheticCurves(0.02, 5),
        Faults.none(),
        Checkers.all(),
        null);
  }

  private static <T extends StudyEvent> List<T> events(SimulatedRun run, Class<T> type) {
    List<T> found = new ArrayList<>();
    run.steps()
        .forEach(
            step ->
                step.events().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .forEach(found::add));
    return found;
  }

  @Test
  void eachMaximumHasABracketThatEndsAtIt() {
    SimulatedRun run = run(specs -> specs);

    List<Integer> tops = new ArrayList<>();
    events(run, StudyEvent.BracketOpened.class).stream()
        .filter(opened -> !opened.plan().synchronous())
        .forEach(opened -> tops.add(opened.plan().ladder().epochs().getLast()));
    assertThat(tops).containsExactly(3, 9, 27);
  }

  @Test
  void theBestThirdIsTrainedAgainFromItsBeginningToTheNewMaximum() {
    SimulatedRun run = run(specs -> specs);

    List<StudyEvent.WinnersRenewed> renewed = events(run, StudyEvent.WinnersRenewed.class);
    assertThat(renewed).hasSize(2);
    assertThat(renewed.getFirst().winners()).hasSize(3);
    StudyState state = run.state();
    for (StudyEvent.WinnersRenewed event : renewed) {
      for (int i = 0; i < event.winners().size(); i++) {
        Trial winner = state.trial(event.winners().get(i));
        Trial again = state.trial(event.first() + i);
        assertThat(again.configuration()).isEqualTo(winner.configuration());
        assertThat(again.epochs()).isEqualTo(Families.maximum(state, again));
        assertThat(winner.epochs()).isEqualTo(Families.maximum(state, winner));
        assertThat(Families.maximum(state, again)).isEqualTo(3 * Families.maximum(state, winner));
      }
    }
  }

  @Test
  void noCurveGoesBeyondTheMaximumThatItWasTrainedFor() {
    SimulatedRun run = run(specs -> specs);

    assertThat(run.state().progress().trials())
        .allSatisfy(
            trial ->
                assertThat(trial.epochs())
                    .isLessThanOrEqualTo(Families.maximum(run.state(), trial)));
  }

  @Test
  void whoeverIsTrainedAgainIsNoTrialOfTheBudget() {
    SimulatedRun run = run(specs -> specs);
    int again =
        events(run, StudyEvent.WinnersRenewed.class).stream()
            .mapToInt(e -> e.winners().size())
            .sum();

    assertThat(run.state().progress().trials()).hasSize(60 + again);
    assertThat(run.state().trialsSpent()).isEqualTo(60);
  }

  @Test
  void aStudyWithTooFewTrialsToFillTheFirstMaximumStillReachesTheLast() {
    SimulatedRun run = run(specs -> specs.trials(8));

    assertThat(run.state().search().ceiling()).isEqualTo(27);
    assertThat(run.state().progress().trials()).anyMatch(trial -> trial.epochs() == 27);
  }

  @Test
  void confirmationsAreTrainedForTheMaximumOfTheWinner() {
    SimulatedRun run = run(specs -> specs.confirm(2));

    StudyState state = run.state();
    StudyEvent.ConfirmationBegun begun = events(run, StudyEvent.ConfirmationBegun.class).getLast();
    int maximum = Families.maximum(state, state.trial(begun.winner()));
    assertThat(begun.trials()).isEqualTo(2);
    assertThat(state.trial(begun.first()).epochs()).isEqualTo(maximum);
    assertThat(Families.maximum(state, state.trial(begun.first()))).isEqualTo(maximum);
  }

  @Test
  void theSessionIsToldTheMaximumThatItTrainsFor() {
    List<Integer> told = new ArrayList<>();
    StepObserver watch =
        (before, step, decision) ->
            Study.orders(decision.after()).stream()
                .filter(Effect.StartSession.class::isInstance)
                .map(Effect.StartSession.class::cast)
                .forEach(
                    start -> {
                      told.add(start.maximum());
                      Trial trial = decision.after().trial(start.trial());
                      assertThat(start.maximum())
                          .isEqualTo(Families.maximum(decision.after(), trial));
                    });
    StudySpec spec =
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .epochs(1, 27)
            .trials(30)
            .families(3, 9)
            .spec();
    Simulation.run(spec, new SyntheticCurves(0.02, 5), Faults.none(), watch, null);

    assertThat(told).contains(3, 9, 27);
  }
}
