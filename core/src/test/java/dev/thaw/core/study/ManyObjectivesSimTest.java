package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.pareto.Domination;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.World;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: studies with several objectives, or with limits, promote what nothing dominates and know
 * their front. Method: simulated studies in which a loss is bought with size, and with nothing
 * else.
 */
class ManyObjectivesSimTest {

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("waste", 0, 1));
  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final Aims SMALL =
      new Aims(List.of(new Aims.Aim("size", Goal.MINIMIZE)), List.of());
  private static final Aims LIMITED =
      new Aims(List.of(), List.of(new Aims.Limit("size", null, 0.6)));

  private static double of(Configuration configuration, String name) {
    return ((RealValue) configuration.get(name).orElseThrow()).value();
  }

  /** The loss falls with x, the size grows with it, and waste is bad for both. */
  private static LearningCurves.Epoch train(Configuration configuration, long seed, int epoch) {
    double x = of(configuration, "x");
    double waste = of(configuration, "waste");
    double loss = Math.pow(1 - x, 2) + waste + 1.0 / epoch;
    return new LearningCurves.Epoch(loss, 1 + x, null, Map.of("size", x + waste, "other", -x));
  }

  private static Specs study(long seed, Aims aims) {
    return Specs.study(ASHA).in(SQUARE).epochs(1, 9).slots(2).trials(60).seed(seed).aims(aims);
  }

  private static SimulatedRun run(StudySpec spec, StepObserver observer) {
    return Simulation.run(
        spec, World.of(ManyObjectivesSimTest::train), Checkers.all().and(observer));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whoeverIsPromotedIsDominatedByNobodyWhoWaits(long seed) {
    int[] promotions = {0};

    run(
        study(seed, SMALL).spec(),
        (before, step, decision) -> {
          for (StudyEvent event : decision.events()) {
            if (event instanceof StudyEvent.TrialPromoted e) {
              promotions[0]++;
              Rung rung =
                  decision.after().bracket(e.position().bracket()).rungs().get(e.position().rung());
              double[] promoted = shown(rung, e.trial()).point();
              for (Map.Entry<Standing, Boolean> waiting : rung.waiting()) {
                double[] other = shown(rung, waiting.getKey().trial()).point();
                assertThat(Domination.dominates(other, promoted)).as("%s", e).isFalse();
              }
            }
          }
        });

    assertThat(promotions[0]).isGreaterThan(15);
  }

  private static Outcome shown(Rung rung, int trial) {
    return Objects.requireNonNull(Objects.requireNonNull(rung.shown()).get(trial)).outcome();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theFrontIsWhatComparingAllWithAllFinds(long seed) {
    StudyState state = run(study(seed, SMALL).spec(), StepObserver.none()).state();

    List<Integer> expected = new ArrayList<>();
    for (Trial one : state.candidates()) {
      double[] point = Outcomes.at(state, one, one.epochs()).point();
      boolean dominated = false;
      for (Trial other : state.candidates()) {
        dominated |= Domination.dominates(Outcomes.at(state, other, other.epochs()).point(), point);
      }
      if (!dominated) {
        expected.add(one.number());
      }
    }
    List<Outcomes.Point> front = Outcomes.front(state);

    assertThat(front)
        .extracting(Outcomes.Point::trial)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(front).isSortedAccordingTo((a, b) -> a.values().get(0).compareTo(b.values().get(0)));
    assertThat(front).hasSizeGreaterThan(3);
  }

  /** By the loss alone nothing that is small would be trained to the end. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void bothEndsOfTheFrontAreTrainedToTheEnd(long seed) {
    StudyState both = run(study(seed, SMALL).spec(), StepObserver.none()).state();
    StudyState loss = run(study(seed, LIMITED).spec().withoutAims(), StepObserver.none()).state();

    assertThat(smallestComplete(both)).isLessThan(smallestComplete(loss));
  }

  private static double smallestComplete(StudyState state) {
    double smallest = Double.POSITIVE_INFINITY;
    for (Trial trial : state.candidates()) {
      if (trial.status() == TrialStatus.COMPLETED) {
        Configuration c = trial.configuration();
        smallest = Math.min(smallest, of(c, "x") + of(c, "waste"));
      }
    }
    return smallest;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsBeyondALimitIsNotPromotedBeforeWhatIsWithinIt(long seed) {
    StudyState state =
        run(
                study(seed, LIMITED).spec(),
                (before, step, decision) -> {
                  for (StudyEvent event : decision.events()) {
                    if (event instanceof StudyEvent.TrialPromoted e) {
                      Rung rung =
                          decision
                              .after()
                              .bracket(e.position().bracket())
                              .rungs()
                              .get(e.position().rung());
                      boolean feasible = shown(rung, e.trial()).feasible();
                      for (Map.Entry<Standing, Boolean> waiting : rung.waiting()) {
                        Outcome other = shown(rung, waiting.getKey().trial());
                        assertThat(!feasible && other.feasible()).as("%s", e).isFalse();
                      }
                    }
                  }
                })
            .state();

    var best = Objects.requireNonNull(state.progress().best());
    assertThat(Outcomes.isFeasible(state, state.trial(best.trial()), best.epoch())).isTrue();
    Configuration winner = state.trial(best.trial()).configuration();
    assertThat(of(winner, "x") + of(winner, "waste")).isLessThanOrEqualTo(0.6);
  }

  @Test
  void withoutAnythingWithinTheLimitsTheFrontIsEmptyAndTheBestBreaksThemLeast() {
    Aims tiny = new Aims(SMALL.also(), List.of(new Aims.Limit("size", null, -1.0)));
    StudyState state = run(study(1, tiny).spec(), StepObserver.none()).state();

    assertThat(Outcomes.front(state)).isEmpty();
    var best = Objects.requireNonNull(state.progress().best());
    double least = Outcomes.at(state, state.trial(best.trial()), best.epoch()).violation();
    for (Trial trial : state.candidates()) {
      assertThat(Outcomes.at(state, trial, 1).violation()).isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void theSecondsOfTrainingAreAnObjectiveThatNobodyReports() {
    Aims cheap = new Aims(List.of(new Aims.Aim("seconds", Goal.MINIMIZE)), List.of());
    StudyState state = run(study(1, cheap).spec(), StepObserver.none()).state();

    Outcomes.Point point = Outcomes.front(state).getFirst();
    double seconds = state.trial(point.trial()).curve().totalSeconds();
    assertThat(point.values().get(1)).isEqualTo(seconds);
    assertThat(state.trial(point.trial()).watched()).isEmpty();
  }

  @Test
  void aTrialThatDoesNotReportAMetricThatCountsFails() {
    Aims absent = new Aims(List.of(new Aims.Aim("recall", Goal.MAXIMIZE)), List.of());
    StudyState state = run(study(1, absent).trials(2).spec(), StepObserver.none()).state();

    Failure failure = Objects.requireNonNull(state.trial(0).failure());
    assertThat(state.trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(failure.message()).isEqualTo("recall (null) of epoch 1 must be finite.");
  }

  @ParameterizedTest(name = "synchronous sweep, seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void wholeRungsPromoteByTheSameOrder(long seed) {
    var halving = new Scheduler.SuccessiveHalving(3, 27, 1);
    StudySpec spec =
        Specs.study(halving).in(SQUARE).epochs(1, 9).slots(3).seed(seed).aims(SMALL).spec();
    StudyState state = run(spec, StepObserver.none()).state();

    Rung first = state.bracket(0).rungs().getFirst();
    for (int place = 0; place < 9; place++) {
      assertThat(state.trial(first.arrived().keyAt(place).trial()).epochs()).isGreaterThan(1);
    }
    assertThat(state.bracket(0).rungs().get(1).arrived().size()).isEqualTo(9);
  }

  @Test
  void aModelOfOneObjectiveIsRefused() {
    var thaw = new Scheduler.Guided(Guide.THAW, ASHA);

    assertThatThrownBy(() -> Specs.study(thaw).aims(SMALL).spec())
        .hasMessageStartingWith("scheduler (thaw) models one objective")
        .hasMessageContaining("Maybe scheduler: {name: asha}.");
  }

  @Test
  void theSameMetricTwiceIsRefused() {
    Aims twice = new Aims(List.of(new Aims.Aim("loss", Goal.MAXIMIZE)), List.of());

    assertThatThrownBy(() -> Specs.study(ASHA).aims(twice).spec())
        .hasMessage("metric (loss) must be no more than one objective.");
  }

  @Test
  void aLimitWithoutBoundsIsRefused() {
    assertThatThrownBy(() -> new Aims.Limit("size", null, null))
        .hasMessageStartingWith("the limit of size (min null, max null)");
  }
}
