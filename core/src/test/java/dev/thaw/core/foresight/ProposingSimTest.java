package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: every proposer goes with every scheduler that goes by ranks, whatever goes wrong. Method:
 * simulated studies in virtual time, watched by the checkers.
 */
class ProposingSimTest {

  private static final Map<String, Scheduler> SCHEDULERS =
      Map.of(
          "asha", new Scheduler.Asha(3, PromotionRule.PAPER, false),
          "stopping", new Scheduler.Asha(3, PromotionRule.QUANTILE, true),
          "hyperband", hyperband(false),
          "synchronous", hyperband(true),
          "full", new Scheduler.FullTraining());

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  /** Those that sample many models learn less here, which a study may ask for. */
  private static final Map<String, Map<String, Object>> QUICK =
      Map.of("spearmint", Map.of("samples", 2, "burnIn", 3, "candidates", 100));

  private static Scheduler hyperband(boolean synchronous) {
    return new Scheduler.Hyperband(
        3, Scheduler.Hyperband.Sizes.CEIL, synchronous, PromotionRule.PAPER, 0);
  }

  private static Suggestion model(String name) {
    return new ModelSuggestion(name, QUICK.getOrDefault(name, Map.of()));
  }

  static Stream<Arguments> pairs() {
    return Proposers.names().stream()
        .flatMap(
            name -> SCHEDULERS.keySet().stream().sorted().map(with -> Arguments.of(name, with)));
  }

  static Stream<String> names() {
    return Proposers.names().stream();
  }

  /** Loss falls with the epochs towards an asymptote that is least at x = 0.3, y = 0.7. */
  private static double valley(Configuration configuration, int epoch) {
    double[] point = SQUARE.encode(configuration);
    double x = point[0] - 0.3;
    double y = point[1] - 0.7;
    return 0.1 + x * x + y * y + 1.0 / (1 + epoch);
  }

  private static LearningCurves valley() {
    return (configuration, seed, epoch) ->
        new LearningCurves.Epoch(valley(configuration, epoch), 1 + seed % 3);
  }

  private static StudySpec square(Suggestion suggestion, String scheduler, int slots) {
    return Specs.study(scheduler(scheduler))
        .in(SQUARE)
        .suggestion(suggestion)
        .epochs(1, 9)
        .slots(slots)
        .trials(60)
        .seed(11)
        .spec();
  }

  private static Scheduler scheduler(String name) {
    return SCHEDULERS.getOrDefault(name, new Scheduler.FullTraining());
  }

  private static SimulatedRun run(StudySpec spec) {
    SimulatedRun run =
        Simulation.run(spec, valley(), Faults.none(), Checkers.all(), Advisers.of(spec));
    Checkers.checkEnd(run.state());
    return run;
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("pairs")
  void theSameSeedGivesTheSameJournalWhichReplays(String name, String scheduler) {
    StudySpec spec = square(model(name), scheduler, 3);
    SimulatedRun run = run(spec);

    assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(run(spec).steps()).isEqualTo(run.steps());
    Replay.check(run, 11);
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("pairs")
  void everyNewTrialIsProposedAndTheReasonSaysSo(String name, String scheduler) {
    SimulatedRun run = run(square(model(name), scheduler, 2));

    List<Reason> first = firstReasons(run);
    assertThat(first).hasSize(run.state().progress().trials().size());
    assertThat(first).allMatch(Reason.Advised.class::isInstance);
  }

  /** Why each trial was granted its first epochs. */
  private static List<Reason> firstReasons(SimulatedRun run) {
    List<Reason> reasons = new ArrayList<>();
    run.steps().stream()
        .flatMap(step -> step.events().stream())
        .forEach(
            event -> {
              if (event instanceof StudyEvent.LeaseGranted granted
                  && granted.resumeFrom() == null) {
                reasons.add(granted.reason());
              }
            });
    return reasons;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void troublesDoNotStopTheStudy(String name) {
    for (String with : SCHEDULERS.keySet()) {
      for (long seed = 0; seed < 3; seed++) {
        Scenario troubled = Scenario.troubled(seed);
        endsWhole(troubled.with(scheduler(with), model(name)), troubled);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void troublesOfStudiesThatGrowDoNotStopThem(String name) {
    for (long seed = 0; seed < 24; seed++) {
      Scenario growing = Scenario.growing(seed);
      if (growing.spec().fidelity().parameter() == null && !isStaged(growing.spec())) {
        Scheduler scheduler = scheduler(seed % 2 == 0 ? "asha" : "hyperband");
        endsWhole(growing.with(scheduler, model(name)), growing);
      }
    }
  }

  private static boolean isStaged(StudySpec spec) {
    StudySpec.Growth growth = spec.fidelity().growth();
    return growth != null && !growth.stages().isEmpty();
  }

  private static void endsWhole(StudySpec spec, Scenario scenario) {
    SimulatedRun run =
        Simulation.run(
            spec,
            new SyntheticCurves(0.02, 5),
            scenario.faults(),
            Checkers.all(),
            Advisers.of(spec));

    Checkers.checkEnd(run.state());
    Replay.check(run, scenario.seed());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void withoutAnybodyToAskTheStudySearchesAtRandom(String name) {
    SimulatedRun run =
        Simulation.run(
            square(model(name), "asha", 2), valley(), Faults.none(), Checkers.all(), null);
    StudySpec random = square(new RandomSuggestion(), "asha", 2);
    SimulatedRun unmodelled = Simulation.run(random, valley(), Faults.none(), Checkers.all(), null);

    assertThat(configurations(run.state())).isEqualTo(configurations(unmodelled.state()));
  }

  private static List<Configuration> configurations(StudyState state) {
    return IntStream.range(0, state.progress().trials().size())
        .mapToObj(state::trial)
        .map(Trial::configuration)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void theLastThirdOfTheTrialsIsBetterThanTheFirst(String name) {
    StudySpec spec = square(model(name), "full", 1);
    List<Configuration> tried = configurations(run(spec).state());

    assertThat(median(tried.subList(40, 60))).isLessThan(0.7 * median(tried.subList(0, 20)));
  }

  /** The median distance of the loss from the least. */
  private static double median(List<Configuration> configurations) {
    double[] sorted =
        configurations.stream().mapToDouble(one -> valley(one, 9) - 0.2).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
