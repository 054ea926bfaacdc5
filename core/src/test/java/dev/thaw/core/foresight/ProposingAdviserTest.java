package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.proposer.Knowledge;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposal;
import dev.thaw.core.proposer.Proposer;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
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
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Goal: proposers are told what trials showed, level by level, and what is on its way. Method: a
 * proposer that keeps what it is told, asked at states of a simulated study.
 */
class ProposingAdviserTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static final LearningCurves CURVES =
      (configuration, seed, epoch) -> new LearningCurves.Epoch(0.5 + 1.0 / epoch, epoch);

  private static Specs specs() {
    return Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false))
        .in(LINE)
        .suggestion(new ModelSuggestion("tpe", Map.of()))
        .epochs(1, 9)
        .slots(2)
        .trials(30);
  }

  private static List<StudyState> states(StudySpec spec) {
    List<StudyState> states = new ArrayList<>();
    Simulation.run(
        spec, CURVES, Faults.none(), (before, step, decision) -> states.add(decision.after()));
    return states;
  }

  private static StudyState first(StudySpec spec, Predicate<StudyState> when) {
    return states(spec).stream().filter(when).findFirst().orElseThrow();
  }

  /** Keeps what it is told, and proposes 0.1, 0.2, ... while it may. */
  private static final class Listener implements Proposer {
    final List<Knowledge> told = new ArrayList<>();
    private final int most;

    Listener(int most) {
      this.most = most;
    }

    @Override
    public Optional<Proposal> propose(Knowledge known, Draws draws) {
      told.add(known);
      return told.size() > most
          ? Optional.empty()
          : Optional.of(new Proposal(at(told.size() / 10.0), "listening", told.size()));
    }
  }

  private static Configuration at(double x) {
    return LINE.configuration(Map.of("x", x));
  }

  private static Listener asked(StudyState state, int jobs) {
    var listener = new Listener(jobs);
    new ProposingAdviser(state.spec(), listener).advise(state, new Adviser.Question(1, jobs, 1));
    return listener;
  }

  private static Knowledge told(StudyState state) {
    return asked(state, 1).told.getFirst();
  }

  private static boolean anybodyReachedTheTop(StudyState state) {
    return state.bracket(0).rungs().getLast().arrived().size() > 0;
  }

  @Test
  void tellsWhatEachTrialShowedAtEachRungThatItReached() {
    StudyState state = first(specs().spec(), ProposingAdviserTest::anybodyReachedTheTop);

    Knowledge told = told(state);

    for (Trial trial : state.progress().trials()) {
      List<Observed> own =
          told.observed().stream().filter(one -> one.trial() == trial.number()).toList();
      List<Integer> reached = List.of(1, 3, 9).subList(0, trial.rung());
      assertThat(own).extracting(Observed::level).isEqualTo(reached);
      for (Observed one : own) {
        assertThat(one.configuration()).isEqualTo(trial.configuration());
        assertThat(one.score()).isEqualTo(0.5 + 1.0 / one.level());
        assertThat(one.seconds()).isEqualTo(one.level() * (one.level() + 1) / 2.0);
      }
    }
    assertThat(told.at(9)).isNotEmpty();
    assertThat(told.observed())
        .isSortedAccordingTo(
            (a, b) -> a.trial() == b.trial() ? a.level() - b.level() : a.trial() - b.trial());
  }

  @Test
  void tellsLowScoresForHighValuesWhereMoreIsBetter() {
    StudyState state = first(specs().maximise().spec(), ProposingAdviserTest::anybodyReachedTheTop);

    assertThat(told(state).at(9)).allMatch(one -> one.score() == -(0.5 + 1.0 / 9));
  }

  @Test
  void whatHasNotReachedTheFirstRungIsPending() {
    StudyState state =
        first(specs().epochs(3, 9).spec(), some -> some.progress().trials().size() == 5);

    Knowledge told = told(state);

    List<Configuration> expected = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (trial.rung() == 0) {
        expected.add(trial.configuration());
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(told.pending()).isEqualTo(expected);
    assertThat(told.index()).isEqualTo(5);
    assertThat(told.planned()).isEqualTo(30);
    assertThat(told.level()).isEqualTo(3);
    assertThat(told.seed()).isEqualTo(state.spec().seed());
  }

  @Test
  void whatCannotBeTrainedIsWorseThanAnythingAtTheFirstRung() {
    StudyState state =
        first(specs().epochs(3, 9).spec(), some -> some.progress().trials().size() == 5);
    StudyState infeasible = infeasible(state, 4);

    Knowledge told = told(infeasible);

    assertThat(told.observed())
        .contains(
            new Observed(
                4,
                state.trial(4).configuration(),
                3,
                Double.NaN,
                state.trial(4).curve().totalSeconds()));
    assertThat(told.pending()).doesNotContain(state.trial(4).configuration());
  }

  @Test
  void whatCannotBeTrainedAnyMoreIsWhatItShowedBefore() {
    StudyState state = first(specs().spec(), some -> some.progress().trials().size() == 5);
    Trial shown = shown(state);

    Knowledge told = told(infeasible(state, shown.number()));

    assertThat(told.observed())
        .filteredOn(one -> one.trial() == shown.number())
        .extracting(Observed::score)
        .containsExactly(1.5);
  }

  private static Trial shown(StudyState state) {
    for (Trial trial : state.progress().trials()) {
      if (trial.rung() == 1) {
        return trial;
      }
    }
    throw new AssertionError("no trial is at the first rung");
  }

  private static StudyState infeasible(StudyState state, int trial) {
    var why = new Reason.CannotBeTrained(new Failure(Failure.Kind.INFEASIBLE, "too large"));
    return Study.evolve(
        state, new StudyEvent.TrialInfeasible(trial, why), state.lifecycle().lastAt());
  }

  @Test
  void proposalsOfOneAnswerAreMadeOneAfterTheOther() {
    StudyState state = first(specs().spec(), some -> some.progress().trials().size() == 5);

    List<Knowledge> told = asked(state, 3).told;

    assertThat(told).extracting(Knowledge::index).containsExactly(5, 6, 7);
    List<Configuration> before = told.getFirst().pending();
    assertThat(told.get(1).pending()).endsWith(at(0.1)).hasSize(before.size() + 1);
    assertThat(told.get(2).pending()).endsWith(at(0.1), at(0.2)).hasSize(before.size() + 2);
  }

  @Test
  void endsTheAnswerWhereNothingIsLeftToPropose() {
    StudyState state = first(specs().spec(), some -> some.progress().trials().size() == 5);

    Advice advice =
        new ProposingAdviser(state.spec(), new Listener(2))
            .advise(state, new Adviser.Question(1, 5, 1));

    assertThat(advice.proposals()).hasSize(2);
    assertThat(advice.proposals().getFirst().evidence().rule()).isEqualTo("tpe/listening");
  }

  @Test
  void knowsNotHowManyArePlannedWhereNoBudgetSays() {
    StudySpec spec = specs().budget(Budget.unlimited()).epochsBudget(50).spec();

    assertThat(told(first(spec, some -> !some.progress().trials().isEmpty())).planned()).isZero();
  }

  @Test
  void refusesAStudyThatNamesNoProposer() {
    StudySpec spec = specs().suggestion(new SobolSuggestion()).spec();

    assertThatThrownBy(() -> new ProposingAdviser(spec)).hasMessageContaining("suggest (sobol)");
    assertThatThrownBy(() -> Advisers.of(spec)).hasMessageContaining("scheduler (asha)");
  }
}
