package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what somebody listed is tried first, whoever suggests afterwards. Method: studies in
 * virtual time.
 */
class ListedFirstSimTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);

  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), IntegerParameter.linear("n", 1, 9));

  private static final List<Configuration> LISTED =
      List.of(listed(0.25, 3), listed(0.75, 9), listed(0.25, 3));

  private static Configuration listed(double x, long n) {
    return SPACE.configuration(Map.of("x", x, "n", n));
  }

  private static LearningCurves valley() {
    return (configuration, seed, epoch) ->
        new LearningCurves.Epoch(
            Math.abs(SPACE.encode(configuration)[0] - 0.4) + 1.0 / epoch, 1 + seed % 2);
  }

  static Stream<Arguments> searches() {
    Suggestion random = new RandomSuggestion();
    return Stream.of(
        Arguments.of("asha, random", ASHA, random),
        Arguments.of("asha, tpe", ASHA, new ModelSuggestion("tpe", Map.of())),
        Arguments.of("thaw", new Scheduler.Guided(Guide.THAW, ASHA), random),
        Arguments.of("mobster", new Scheduler.Guided(Guide.MOBSTER, ASHA), random),
        Arguments.of("dyhpo", new Scheduler.Guided(Guide.DYHPO, ASHA), random));
  }

  private static StudySpec study(Scheduler scheduler, Suggestion then) {
    return Specs.study(scheduler)
        .in(SPACE)
        .suggestion(new ListedSuggestion(LISTED, then))
        .baseline()
        .epochs(1, 9)
        .slots(2)
        .trials(12)
        .seed(5)
        .spec();
  }

  private static SimulatedRun run(StudySpec spec) {
    Adviser adviser = spec.guide() == null ? null : Advisers.of(spec);
    SimulatedRun run = Simulation.run(spec, valley(), Faults.none(), Checkers.all(), adviser);
    Checkers.checkEnd(run.state());
    return run;
  }

  private static List<Configuration> tried(SimulatedRun run) {
    List<Configuration> tried = new ArrayList<>();
    for (Trial trial : run.state().progress().trials()) {
      tried.add(trial.configuration());
    }
    return tried;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("searches")
  void isTriedInItsOrderAfterTheDefaultsAndNeverAgain(
      String name, Scheduler scheduler, Suggestion then) {
    SimulatedRun run = run(study(scheduler, then));

    assertThat(tried(run)).hasSize(12).startsWith(SPACE.defaults());
    assertThat(tried(run).subList(1, 4)).isEqualTo(LISTED);
    assertThat(tried(run).subList(4, 12)).doesNotContainAnyElementsOf(LISTED);
    Replay.check(run, 5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("searches")
  void theReasonSaysThatItWasListed(String name, Scheduler scheduler, Suggestion then) {
    List<String> rules =
        run(study(scheduler, then)).steps().stream()
            .flatMap(step -> step.events().stream())
            .filter(StudyEvent.LeaseGranted.class::isInstance)
            .map(StudyEvent.LeaseGranted.class::cast)
            .filter(granted -> granted.resumeFrom() == null)
            .map(granted -> rule(granted.reason()))
            .toList();

    assertThat(rules.subList(1, 4)).containsOnly("listed");
    assertThat(rules.subList(4, rules.size())).doesNotContain("listed");
  }

  private static String rule(Reason reason) {
    return switch (reason) {
      case Reason.NewConfiguration created -> created.suggestion();
      case Reason.Advised advised -> advised.evidence().rule();
      default -> "";
    };
  }

  @Test
  void aGridBeginsAfterItWithItsFirstPoint() {
    List<Configuration> tried = tried(run(study(ASHA, new GridSuggestion(2))));

    assertThat(tried.get(4)).isEqualTo(SPACE.gridPoint(0, 2));
  }
}
