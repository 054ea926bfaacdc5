package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.pareto.Hypervolume;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.World;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: proposers learn from several scores. Method: hand-made outcomes, and simulated studies of
 * which the volume is measured that their fronts dominate.
 */
class ManyScoresTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.linear("x", 0, 1),
          RealParameter.linear("y", 0, 1),
          RealParameter.linear("z", 0, 1));

  private static final Configuration NOBODY = SPACE.decode(new double[] {0, 0, 0});

  private static Observed observed(int trial, double score) {
    return new Observed(trial, NOBODY, 1, score, 1);
  }

  private static double[] scores(String proposer, List<Outcome> outcomes) {
    List<Observed> observed =
        IntStream.range(0, outcomes.size())
            .mapToObj(i -> observed(i, outcomes.get(i).scores().getFirst()))
            .toList();
    return ManyScores.of(proposer, observed, outcomes, Draws.of(1, "test", 0)).stream()
        .mapToDouble(Observed::score)
        .toArray();
  }

  @Test
  void whoComparesIsToldPlaces() {
    List<Outcome> outcomes =
        List.of(
            new Outcome(List.of(3., 3.), 0),
            new Outcome(List.of(1., 2.), 0),
            new Outcome(List.of(0., 0.), 9),
            new Outcome(List.of(2., 1.), 0));

    assertThat(scores("tpe", outcomes)).containsExactly(2, 0, 3, 1);
  }

  @Test
  void whoModelsIsToldThatWhatBreaksALimitIsWorseThanTheWorst() {
    List<Outcome> outcomes =
        List.of(
            new Outcome(List.of(0.), 0.5),
            new Outcome(List.of(5.), 0),
            new Outcome(List.of(1.), 0),
            new Outcome(List.of(0.), 1e9));
    double[] scores = scores("gp", outcomes);

    assertThat(scores[2]).isLessThan(scores[1]);
    assertThat(scores[1]).isLessThan(scores[0]);
    assertThat(scores[0]).isLessThan(scores[3]);
    assertThat(scores[3]).isLessThan(scores[1] + 2);
  }

  @Test
  void whatCouldNotBeTrainedKeepsItsNaN() {
    assertThat(
            scores(
                "gp",
                List.of(new Outcome(List.of(Double.NaN), 0), new Outcome(List.of(1., 1.), 0))))
        .satisfies(scores -> assertThat(scores[0]).isNaN());
  }

  private static double of(Configuration configuration, String name) {
    return ((RealValue) configuration.get(name).orElseThrow()).value();
  }

  /** ZDT1 in three dimensions (Zitzler, Deb and Thiele 2000), with a curve that falls to it. */
  private static LearningCurves.Epoch train(Configuration configuration, long seed, int epoch) {
    double x = of(configuration, "x");
    double g = 1 + 4.5 * (of(configuration, "y") + of(configuration, "z"));
    double second = g * (1 - Math.sqrt(x / g));
    return new LearningCurves.Epoch(x + 0.5 / epoch, 1, null, Map.of("second", second));
  }

  private static StudyState studied(
      Scheduler scheduler, Suggestion suggestion, Aims aims, long seed) {
    Specs specs =
        Specs.study(scheduler).in(SPACE).epochs(1, 3).slots(2).trials(60).seed(seed).aims(aims);
    var spec = specs.suggestion(suggestion).spec();
    var faults =
        new Faults(0.01, 0.01, 0, 0.01, 0.01, 0.02, Duration.ofSeconds(5), 0, Duration.ZERO);
    World world = World.of(ManyScoresTest::train).withFaults(faults);
    SimulatedRun run =
        Simulation.run(
            spec,
            spec.guide() == null ? world : world.withAdviser(Advisers.of(spec)),
            Checkers.all());
    Replay.check(run, seed);
    return run.state();
  }

  private static double volume(StudyState state) {
    double[][] front =
        Outcomes.front(state).stream()
            .map(p -> new double[] {p.values().get(0), p.values().get(1)})
            .toArray(double[][]::new);
    return Hypervolume.of(front, new double[] {2, 6});
  }

  private static final Aims SECOND =
      new Aims(List.of(new Aims.Aim("second", Goal.MINIMIZE)), List.of());
  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);

  @ParameterizedTest(name = "{0}, seeds {1} to {1} + 2")
  @CsvSource({"tpe, 1", "gp, 1", "smac, 1", "ehvi, 1"})
  void aFrontThatIsLearntDominatesMoreThanARandomOne(String proposer, long first) {
    double learnt = 0;
    double random = 0;
    for (long seed = first; seed < first + 3; seed++) {
      learnt += volume(studied(ASHA, new ModelSuggestion(proposer, Map.of()), SECOND, seed));
      random += volume(studied(ASHA, new RandomSuggestion(), SECOND, seed));
    }

    assertThat(learnt).isGreaterThan(random);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theDensitiesOfBohbGoByThePlacesOfTheRungs(long seed) {
    StudyState state =
        studied(new Scheduler.Guided(Guide.BOHB, ASHA), new RandomSuggestion(), SECOND, seed);

    assertThat(Outcomes.front(state)).hasSizeGreaterThan(2);
  }
}
