package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: seconds count where the budget is in time, and nowhere else. Method: simulated studies of a
 * space where one parameter says how long an epoch takes.
 */
class PricesTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("size", 0, 1));

  private static final int LAST = 27;

  private static double of(Configuration configuration, String name) {
    return ((RealValue) configuration.get(name).orElseThrow()).value();
  }

  /** An epoch takes 5 to 100 seconds, by size alone. */
  private static double seconds(Configuration configuration) {
    return 5 * Math.pow(20, of(configuration, "size"));
  }

  private static LearningCurves curves(boolean slow) {
    return (configuration, seed, epoch) -> {
      double x = of(configuration, "x") - 0.3;
      double loss = 0.1 + x * x + 1.0 / (1 + epoch);
      double noise = 0.001 * Draws.of(seed, "loss", 0).normal(epoch);
      return new LearningCurves.Epoch(loss + noise, slow ? seconds(configuration) : 1);
    };
  }

  private static Specs specs() {
    return Specs.study(
            new Scheduler.Guided(Guide.THAW, new Scheduler.Asha(3, PromotionRule.PAPER, false)))
        .in(SPACE)
        .epochs(1, LAST);
  }

  private static SimulatedRun run(StudySpec spec, boolean slow, StepObserver observer) {
    var watched = Checkers.all().and(observer);
    SimulatedRun run =
        Simulation.run(spec, curves(slow), Faults.none(), watched, Advisers.of(spec));
    Checkers.checkEnd(run.state());
    return run;
  }

  private static SimulatedRun run(StudySpec spec, boolean slow) {
    return run(spec, slow, StepObserver.none());
  }

  private static StudySpec aWhile(long seed) {
    return specs().wallClock(Duration.ofMinutes(50)).seed(seed).spec();
  }

  private static Prices prices(StudyState state) {
    var costs = new CostSurrogate(new ModelInputs(SPACE));
    costs.follow(state);
    return Prices.of(costs, state);
  }

  private static Configuration configuration(double size) {
    return SPACE.configuration(Map.of("x", 0.3, "size", size));
  }

  private static Stream<Trial> trials(StudyState state) {
    return IntStream.range(0, state.progress().trials().size()).mapToObj(state::trial);
  }

  @Test
  void epochsArePricedByTheirSeconds() {
    Prices prices = prices(run(aWhile(1), true).state());

    assertThat(prices.of(configuration(0.75)) / prices.of(configuration(0.25)))
        .isCloseTo(Math.sqrt(20), within(0.7));
  }

  @Test
  void theSameImprovementIsWorthLessByItsPrice() {
    StudyState state = run(aWhile(1), true).state();
    Prices prices = prices(state);
    Worth worth = new Worth(state, 0, prices);
    double dear = worth.ofNew(configuration(0.75), 0.1, 0.2);
    double cheap = worth.ofNew(configuration(0.25), 0.1, 0.2);

    assertThat(state.progress().spending().startCost()).isZero();
    assertThat(cheap - dear)
        .isCloseTo(
            Math.log(prices.of(configuration(0.75)) / prices.of(configuration(0.25))),
            within(1e-9));
  }

  @Test
  void aTypicalTrialCostsOne() {
    StudyState state = run(aWhile(2), true).state();
    Prices prices = prices(state);
    double[] sorted = trials(state).mapToDouble(prices::of).sorted().toArray();

    assertThat(sorted[sorted.length / 2]).isCloseTo(1, within(0.1));
  }

  @Test
  void aTrialThatSeemsToCostNothingCountsForAThirtiethAtLeast() {
    LearningCurves instant =
        (configuration, seed, epoch) ->
            new LearningCurves.Epoch(1.0 / epoch, of(configuration, "x") < 0.2 ? 1e-6 : 1);
    var spec = specs().epochsBudget(100).spec();
    StudyState state =
        Simulation.run(spec, instant, Faults.none(), Checkers.all(), Advisers.of(spec)).state();
    Prices prices = prices(state);

    assertThat(trials(state).mapToDouble(prices::of).min().orElseThrow())
        .isCloseTo(1 / 30.0, within(1e-9));
  }

  @Test
  void whatCannotBeTrainedToTheEndIsValuedWhereItGets() {
    List<StudyState> late = new ArrayList<>();
    run(
        aWhile(2),
        true,
        (before, step, decision) -> {
          if (secondsLeft(decision.after()) < 250) {
            late.add(decision.after());
          }
        });
    double left = secondsLeft(late.getFirst());
    Prices prices = prices(late.getFirst());

    assertThat(left).isBetween(150.0, 250.0);
    assertThat(prices.reach(configuration(0), LAST)).isEqualTo(LAST);
    assertThat(prices.reach(configuration(0.5), LAST))
        .isBetween((int) (left / 28), (int) (left / 18));
    assertThat(prices.reach(configuration(1), LAST)).isBetween(1, 2);
  }

  private static double secondsLeft(StudyState state) {
    var deadline = state.lifecycle().deadline();
    return deadline == null
        ? Double.POSITIVE_INFINITY
        : Duration.between(state.lifecycle().lastAt(), deadline).toMillis() / 1e3;
  }

  @Test
  void withoutPricesEverythingCostsTheSameAndReachesTheEnd() {
    assertThat(Prices.none().of(configuration(1))).isEqualTo(1);
    assertThat(Prices.none().reach(configuration(1), LAST)).isEqualTo(LAST);
  }

  private static List<String> decided(SimulatedRun run) {
    return run.steps().stream()
        .flatMap(step -> step.events().stream())
        .filter(StudyEvent.LeaseGranted.class::isInstance)
        .map(event -> ((StudyEvent.LeaseGranted) event).reason().toString())
        .toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void whereEpochsAreTheBudgetSecondsChangeNoDecision(long seed) {
    StudySpec spec = specs().epochsBudget(150).seed(seed).spec();

    assertThat(decided(run(spec, true))).isNotEmpty().isEqualTo(decided(run(spec, false)));
  }

  /** The mean size of what was started after the first batch, which is drawn blindly. */
  private static double meanSize(StudySpec spec) {
    return trials(run(spec, true).state())
        .skip(8)
        .mapToDouble(trial -> of(trial.configuration(), "size"))
        .average()
        .orElseThrow();
  }

  @Test
  void whereTimeIsTheBudgetWhatIsSlowIsStartedLess() {
    double timed = 0;
    double counted = 0;
    for (long seed = 1; seed <= 5; seed++) {
      timed += meanSize(aWhile(seed)) / 5;
      counted += meanSize(specs().epochsBudget(150).seed(seed).spec()) / 5;
    }

    assertThat(timed).as("against %s by epochs", counted).isLessThan(counted - 0.1);
  }

  @Test
  void theSameSeedGivesTheSameJournal() {
    assertThat(run(aWhile(7), true).steps()).isEqualTo(run(aWhile(7), true).steps());
  }
}
