package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.foresight.ParameterCosts.ParameterCost;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.IntegerValue;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what really changes the seconds is called expensive, and nothing else is. Method: simulated
 * studies whose seconds follow a known law with noise per trial and per epoch.
 */
class ParameterCostsTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.log("learning_rate", 1e-4, 1),
          IntegerParameter.log("batch", 16, 512),
          IntegerParameter.log("units", 16, 1024),
          CategoricalParameter.of("optimizer", "sgd", "adam", "lbfgs"),
          RealParameter.linear("dropout", 0, 1),
          ConstantParameter.of("layers", 3));

  private static long whole(Configuration configuration, String name) {
    return ((IntegerValue) configuration.get(name).orElseThrow()).value();
  }

  /** A study of so many trials whose epochs take these seconds but for noise. */
  private static StudyState study(long seed, int trials, ToDoubleFunction<Configuration> seconds) {
    LearningCurves curves =
        (configuration, trial, epoch) -> {
          double own = 0.2 * Draws.of(trial, "own", 0).normal(0);
          double noise = 0.1 * Draws.of(trial, "noise", 0).normal(epoch);
          double cost = seconds.applyAsDouble(configuration) * Math.exp(own + noise);
          return new LearningCurves.Epoch(1.0 / epoch, cost);
        };
    var spec =
        Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false))
            .in(SPACE)
            .trials(trials)
            .seed(seed)
            .spec();
    return Simulation.run(spec, curves).state();
  }

  private static double real(Configuration configuration) {
    boolean dear = configuration.get("optimizer").orElseThrow().toString().contains("lbfgs");
    return whole(configuration, "units") / 100.0 / whole(configuration, "batch") * (dear ? 8 : 1);
  }

  private static ParameterCost named(List<ParameterCost> costs, String name) {
    return costs.stream().filter(cost -> cost.parameter().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatChangesTheSecondsIsFoundAndNothingElse(long seed) {
    List<ParameterCost> costs = ParameterCosts.of(study(seed, 60, ParameterCostsTest::real));

    assertThat(costs.subList(0, 3))
        .extracting(ParameterCost::parameter)
        .containsExactlyInAnyOrder("units", "batch", "optimizer");
    assertThat(costs)
        .extracting(ParameterCost::expensive)
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void theEffectIsTheDeviationOverTheRange() {
    List<ParameterCost> costs = ParameterCosts.of(study(1, 120, ParameterCostsTest::real));

    // Uniform logarithms over a range of w have a deviation of w / sqrt(12).
    assertThat(named(costs, "units").effect()).isCloseTo(Math.log(64) / Math.sqrt(12), within(0.2));
    assertThat(named(costs, "batch").effect()).isCloseTo(Math.log(32) / Math.sqrt(12), within(0.2));
    // One choice of three is ln 8 above the others.
    assertThat(named(costs, "optimizer").effect())
        .isCloseTo(Math.log(8) * Math.sqrt(2) / 3, within(0.2));
  }

  @Test
  void theLargestEffectComesFirst() {
    List<ParameterCost> costs = ParameterCosts.of(study(2, 60, ParameterCostsTest::real));

    assertThat(costs).isSortedAccordingTo((a, b) -> Double.compare(b.effect(), a.effect()));
    assertThat(costs).extracting(ParameterCost::parameter).doesNotContain("layers").hasSize(5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whereEverythingCostsTheSameNothingIsExpensive(long seed) {
    for (int trials : new int[] {4, 12, 40}) {
      assertThat(ParameterCosts.of(study(seed, trials, c -> 7)))
          .noneMatch(ParameterCost::expensive);
    }
  }

  @ParameterizedTest(name = "{0} trials")
  @ValueSource(ints = {1, 2, 4, 7})
  void fewTrialsAllowNoClaims(int trials) {
    assertThat(ParameterCosts.of(study(3, trials, ParameterCostsTest::real)))
        .noneMatch(ParameterCost::expensive);
  }

  @ParameterizedTest(name = "{0} trials")
  @ValueSource(ints = {8, 12, 20})
  void aCheapParameterIsHardlyEverAccused(int trials) {
    long accused = 0;
    for (long seed = 1; seed <= 40; seed++) {
      List<ParameterCost> costs = ParameterCosts.of(study(seed, trials, ParameterCostsTest::real));
      accused += named(costs, "learning_rate").expensive() ? 1 : 0;
      accused += named(costs, "dropout").expensive() ? 1 : 0;
    }

    assertThat(accused).as("of 80 claims").isLessThanOrEqualTo(4);
  }

  @Test
  void theUnitOfTimeDoesNotMatter() {
    StudyState seconds = study(4, 60, ParameterCostsTest::real);
    StudyState hours = study(4, 60, c -> real(c) * 3600);

    assertThat(named(ParameterCosts.of(hours), "units").effect())
        .isCloseTo(named(ParameterCosts.of(seconds), "units").effect(), within(1e-6));
  }

  @Test
  void theSameStudyGivesTheSameBits() {
    StudyState state = study(5, 30, ParameterCostsTest::real);

    assertThat(ParameterCosts.of(state)).isEqualTo(ParameterCosts.of(state));
  }
}
