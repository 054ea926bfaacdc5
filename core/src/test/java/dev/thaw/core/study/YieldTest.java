package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.ErraticAdviser;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: a study ends once the best candidate promises too little for its time or money. Method:
 * simulated studies whose adviser promises what the test wants, and one with the real one.
 */
final class YieldTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);

  private static Specs thaw(double perHour) {
    return Specs.study(new Scheduler.Guided(Guide.THAW, ASHA))
        .epochs(1, 9)
        .slots(2)
        .epochsBudget(400)
        .stopWhen(new StopWhen(null, null, null, perHour, null));
  }

  /** Proposes something, and promises a gain within ten minutes by the number of the question. */
  private static Adviser promising(LongFunction<Advice.@Nullable Prospect> prospects) {
    var erratic = new ErraticAdviser(3, 0);
    return (state, question) ->
        erratic.advise(state, question).with(prospects.apply(question.ask()));
  }

  private static Advice.Prospect gain(double gain) {
    return new Advice.Prospect(gain, 0.2, 600);
  }

  private static SimulatedRun run(Specs specs, Adviser adviser) {
    LearningCurves curves =
        (configuration, seed, epoch) ->
            new LearningCurves.Epoch(1.0 / epoch + (seed & 0xff) / 255.0, 10);
    return Simulation.run(specs.spec(), curves, Faults.none(), Checkers.all(), adviser);
  }

  private static List<StudyEvent.ProspectWeighed> weighed(SimulatedRun run) {
    List<StudyEvent.ProspectWeighed> weighed = new ArrayList<>();
    for (Step step : run.steps()) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.ProspectWeighed e) {
          weighed.add(e);
        }
      }
    }
    return weighed;
  }

  @Test
  void threeAnswersInARowThatPromiseTooLittleEndTheStudyAndTheJournalHasTheFigures() {
    SimulatedRun run = run(thaw(0.1), promising(ask -> gain(ask < 9 ? 0.05 : 0.01)));

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.NO_LONGER_PAYS);
    assertThat(weighed(run)).hasSize(11);
    assertThat(weighed(run).getLast().enough()).isFalse();
    assertThat(weighed(run).getLast().perHour()).isCloseTo(0.06, within(1e-12));
  }

  @Test
  void oneAnswerThatPromisesMoreMakesUpForThoseBefore() {
    SimulatedRun run = run(thaw(0.1), promising(ask -> gain(ask % 3 == 0 ? 0.05 : 0.01)));

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.EPOCHS_SPENT);
  }

  @Test
  void whatIsNotKnownDoesNotEndAStudy() {
    assertThat(run(thaw(0.1), promising(ask -> null)).state().lifecycle().end())
        .isEqualTo(StudyEnd.EPOCHS_SPENT);
    assertThat(
            run(thaw(0.1), promising(ask -> new Advice.Prospect(0, 0, 0)))
                .state()
                .lifecycle()
                .end())
        .isEqualTo(StudyEnd.EPOCHS_SPENT);
  }

  @Test
  void moneyIsCountedByThePriceOfASlot() {
    var prices = Map.of(Cost.OTHERS, 3.0);
    var budget =
        new Budget(null, null, null, null, null, new Cost(90, "EUR", prices), null, null, null);
    Specs specs = thaw(1).budget(budget).stopWhen(new StopWhen(null, null, null, null, 0.5));

    SimulatedRun run = run(specs, promising(ask -> gain(0.1)));

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.NO_LONGER_PAYS);
    assertThat(weighed(run).getLast().perCost()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void theRealAdviserEndsAStudyOnAPlateauLongBeforeItsBudget() {
    Specs specs = thaw(0.5);
    SimulatedRun run = run(specs, Advisers.of(specs.spec()));

    assertThat(run.state().lifecycle().end()).isEqualTo(StudyEnd.NO_LONGER_PAYS);
    assertThat(run.state().progress().spending().allEpochs()).isBetween(10L, 350L);
  }

  @Test
  void onlyASchedulerThatForeseesCanDoThat() {
    StopWhen when = new StopWhen(null, null, null, 0.1, null);

    assertThatThrownBy(() -> Specs.study(ASHA).stopWhen(when).spec())
        .hasMessageContaining("scheduler (asha) cannot tell what is to be gained")
        .hasMessageContaining("Maybe scheduler: {name: thaw}.");
    assertThatThrownBy(() -> thaw(0.1).stopWhen(new StopWhen(null, null, null, null, 0.1)).spec())
        .hasMessageContaining("improvementPerCost (0.1) needs a price");
  }
}
