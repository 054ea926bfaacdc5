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
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.WarmStart;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Replay;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what is known of earlier studies changes what is suggested and nothing else. Method:
 * studies in virtual time that know results which no trial can reach.
 */
class WarmStartSimTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));
  private static final int TRIALS = 14;

  private static LearningCurves valley() {
    return (configuration, _, epoch) -> {
      double[] point = SPACE.encode(configuration);
      double off = Math.abs(point[0] - 0.3) + Math.abs(point[1] - 0.6);
      return new LearningCurves.Epoch(off + 1.0 / epoch, 1);
    };
  }

  /** Far better than any trial can be, and best at (0.3, 0.6). */
  private static List<KnownResult> known() {
    List<KnownResult> known = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      int row = i / 5;
      double x = i % 5 / 4.0;
      double y = row / 4.0;
      Configuration at = SPACE.configuration(Map.of("x", x, "y", y));
      known.add(new KnownResult("old", at, Math.abs(x - 0.3) + Math.abs(y - 0.6) - 1_000, 9));
    }
    return known;
  }

  static Stream<Arguments> searches() {
    Suggestion random = new RandomSuggestion();
    return Stream.of(
        Arguments.of("asha, random", ASHA, random),
        Arguments.of("asha, gp", ASHA, new ModelSuggestion("gp", Map.of())),
        Arguments.of("asha, tpe", ASHA, new ModelSuggestion("tpe", Map.of("startups", 4L))),
        Arguments.of("asha, smac", ASHA, new ModelSuggestion("smac", Map.of())),
        Arguments.of("thaw", new Scheduler.Guided(Guide.THAW, ASHA), random));
  }

  private static SimulatedRun run(Scheduler scheduler, Suggestion suggestion) {
    StudySpec cold =
        Specs.study(scheduler)
            .in(SPACE)
            .suggestion(suggestion)
            .epochs(1, 9)
            .slots(2)
            .trials(TRIALS)
            .seed(5)
            .spec();
    StudySpec spec = WarmStart.of(cold, known(), 3);
    Adviser adviser = spec.guide() == null ? null : Advisers.of(spec);
    SimulatedRun run = Simulation.run(spec, valley(), Faults.none(), Checkers.all(), adviser);
    Checkers.checkEnd(run.state());
    return run;
  }

  @ParameterizedTest(name = "{0}, seed 5")
  @MethodSource("searches")
  void knownResultsAreNoTrialsCostNothingAndNeverWin(
      String name, Scheduler scheduler, Suggestion suggestion) {
    Progress progress = run(scheduler, suggestion).state().progress();

    long epochs = 0;
    double best = Double.POSITIVE_INFINITY;
    for (Trial trial : progress.trials()) {
      epochs += trial.epochs();
      for (double value : trial.curve().values()) {
        best = Math.min(best, value);
      }
    }
    assertThat(progress.trials().size()).isEqualTo(TRIALS);
    assertThat(progress.spending().allEpochs()).isEqualTo(epochs);
    assertThat(progress.best()).isNotNull();
    assertThat(progress.best().value()).isEqualTo(best).isPositive();
  }

  @ParameterizedTest(name = "{0}, seed 5")
  @MethodSource("searches")
  void theBestThreeAreTriedFirst(String name, Scheduler scheduler, Suggestion suggestion) {
    SimulatedRun run = run(scheduler, suggestion);

    List<KnownResult> ranked =
        Objects.requireNonNull(
            WarmStart.ranked(run.state().spec().objective().goal(), known()).get("old"));
    List<Configuration> tried = new ArrayList<>();
    run.state().progress().trials().forEach(trial -> tried.add(trial.configuration()));
    assertThat(tried.subList(0, 3))
        .isEqualTo(ranked.subList(0, 3).stream().map(KnownResult::configuration).toList());
  }

  @ParameterizedTest(name = "{0}, seed 5")
  @MethodSource("searches")
  void theJournalAloneGivesTheSameStudy(String name, Scheduler scheduler, Suggestion suggestion) {
    Replay.check(run(scheduler, suggestion), 5);
  }
}
