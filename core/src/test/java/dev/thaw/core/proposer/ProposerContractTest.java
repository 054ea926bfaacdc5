package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever a proposer is made of, its proposals can be tried, are new, and are a function.
 */
class ProposerContractTest {

  private static final SearchSpace CONDITIONAL =
      SearchSpace.of(
              RealParameter.log("rate", 1e-5, 1),
              IntegerParameter.log("width", 16, 1024),
              CategoricalParameter.of("optimizer", "sgd", "adam"),
              RealParameter.linear("momentum", 0, 0.99).when("optimizer", "sgd"))
          .withConstraints("width <= 256 or rate < 0.1");

  private static final SearchSpace TINY =
      SearchSpace.of(
          IntegerParameter.linear("layers", 1, 3), CategoricalParameter.of("kind", "a", "b", "c"));

  static Set<String> proposers() {
    return Proposers.names();
  }

  static List<String> models() {
    return Mixed.MODELS;
  }

  private static Proposer proposer(String name) {
    return Mixed.proposer(name);
  }

  private static boolean isGood(Configuration configuration) {
    return "b".equals(configuration.asMap().get("kind"));
  }

  private static double width(Configuration configuration) {
    return Math.abs(configuration.asMap().hashCode() % 1_000);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesNewConfigurationsThatMeetAllConstraints(String name) {
    List<Observed> trials =
        Mixed.search(proposer(name), CONDITIONAL, ProposerContractTest::width, 40, 3);

    assertThat(trials).hasSize(40);
    assertThat(trials).extracting(Observed::configuration).doesNotHaveDuplicates();
    assertThat(trials)
        .allSatisfy(
            trial -> {
              assertThat(CONDITIONAL.violations(trial.configuration().asMap())).isEmpty();
              assertThat(CONDITIONAL.decode(CONDITIONAL.encode(trial.configuration())))
                  .isEqualTo(trial.configuration());
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesNothingOutsideOfWhatTheSpaceIsNarrowedTo(String name) {
    List<Observed> before = Mixed.random(CONDITIONAL, 30, ProposerContractTest::width);
    SearchSpace narrow =
        CONDITIONAL.within(
            Map.of(
                "rate", Narrowing.between(1e-3, 1e-2),
                "width", Narrowing.between(100, 300),
                "optimizer", Narrowing.to(List.of("sgd"))));
    Proposer asked = proposer(name);
    Set<Configuration> proposed = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      var known = new Knowledge(narrow, before, List.copyOf(proposed), 30 + i, 60, 1);

      Configuration next = asked.propose(known, Mixed.draws(i)).orElseThrow().configuration();

      assertThat(narrow.admits(next)).as("%s is inside", next).isTrue();
      assertThat(proposed.add(next)).as("%s is new", next).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void triesEachConfigurationOfASmallSpaceOnceAndThenNone(String name) {
    List<Observed> trials = Mixed.search(proposer(name), TINY, ProposerContractTest::width, 12, 3);

    assertThat(trials).hasSize(9);
    assertThat(trials).extracting(Observed::configuration).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void triesEachRowOfACatalogueOnceAndThenNone(String name) {
    List<Configuration> rows =
        Mixed.random(Mixed.SPACE, 30, Mixed::score).stream().map(Observed::configuration).toList();

    List<Observed> trials =
        Mixed.search(proposer(name), Mixed.SPACE.restrictedTo(rows), Mixed::score, 40, 3);

    assertThat(trials)
        .extracting(Observed::configuration)
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesNothingThatIsBeingTried(String name) {
    List<Observed> observed = Mixed.random(TINY, 30, ProposerContractTest::width);
    Set<Configuration> seen = new HashSet<>();
    observed.stream().limit(3).forEach(one -> seen.add(one.configuration()));
    List<Observed> few = observed.subList(0, 3);
    List<Configuration> pending = new ArrayList<>();
    for (int i = 0; seen.size() < 9; i++) {
      var known = new Knowledge(TINY, few, pending, i, 60, 1);
      Configuration next =
          proposer(name).propose(known, Mixed.draws(i)).orElseThrow().configuration();
      assertThat(seen.add(next)).as("%s is new", next).isTrue();
      pending.add(next);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void answersTheSameWhateverItWasAskedBefore(String name) {
    List<Observed> trials = Mixed.random(Mixed.SPACE, 40, Mixed::score);
    List<Configuration> pending = List.of(Mixed.SPACE.defaults());
    Proposer asked = proposer(name);
    List<Integer> counts = new ArrayList<>(IntStream.range(25, 40).boxed().toList());
    Collections.reverse(counts);
    for (int count : counts) {
      var known = new Knowledge(Mixed.SPACE, trials.subList(0, count), pending, count + 1, 60, 1);

      assertThat(asked.propose(known, Mixed.draws(count)))
          .isEqualTo(proposer(name).propose(known, Mixed.draws(count)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void keepsNothingOfAnotherStudy(String name) {
    List<Observed> trials = Mixed.random(Mixed.SPACE, 30, Mixed::score);
    List<Observed> reversed =
        trials.stream()
            .map(one -> Mixed.seen(one.trial(), one.configuration(), -one.score()))
            .toList();
    Proposer asked = proposer(name);
    asked.propose(Mixed.known(Mixed.SPACE, reversed), Mixed.draws(0));

    assertThat(asked.propose(Mixed.known(Mixed.SPACE, trials), Mixed.draws(1)))
        .isEqualTo(proposer(name).propose(Mixed.known(Mixed.SPACE, trials), Mixed.draws(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesAfterNoOneOrTwoResultsWhateverTheyAre(String name) {
    for (double score : new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int count = 0; count <= 2; count++) {
        List<Observed> observed = Mixed.random(Mixed.SPACE, count, _ -> score);

        assertThat(proposer(name).propose(Mixed.known(Mixed.SPACE, observed), Mixed.draws(count)))
            .as("%d results of %s", count, score)
            .isPresent();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesWhenNothingCouldBeTrained(String name) {
    List<Observed> observed = Mixed.random(Mixed.SPACE, 40, _ -> Double.NaN);

    assertThat(proposer(name).propose(Mixed.known(Mixed.SPACE, observed), Mixed.draws(0)))
        .isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesWhenAllScoresAreEqualOrEnormous(String name) {
    for (double score : new double[] {0, 3, 1e300, -1e300}) {
      List<Observed> observed = Mixed.random(Mixed.SPACE, 40, _ -> score);

      assertThat(proposer(name).propose(Mixed.known(Mixed.SPACE, observed), Mixed.draws(0)))
          .as("scores of %s", score)
          .isPresent();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesWhenScoresAreTooFarApartToBeSubtracted(String name) {
    List<Observed> observed =
        Mixed.random(Mixed.SPACE, 40, one -> width(one) < 500 ? -1.7e308 : 1.7e308);

    assertThat(proposer(name).propose(Mixed.known(Mixed.SPACE, observed), Mixed.draws(0)))
        .isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void findsTheGoodKindAlthoughTheOthersCannotBeTrained(String name) {
    List<Observed> trials =
        Mixed.search(
            proposer(name), Mixed.SPACE, one -> isGood(one) ? Mixed.score(one) : Double.NaN, 50, 5);

    long good =
        trials.subList(25, 50).stream().filter(trial -> isGood(trial.configuration())).count();
    assertThat(good).as("of the last 25 trials").isGreaterThanOrEqualTo(13);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void learnsFromTheHighestLevelThatEnoughTrialsReached(String name) {
    List<Observed> low = Mixed.random(Mixed.SPACE, 30, one -> -Mixed.score(one));
    List<Observed> both = new ArrayList<>();
    for (Observed one : low) {
      both.add(one);
      both.add(new Observed(one.trial(), one.configuration(), 3, -one.score(), 3));
    }
    List<Observed> high = both.stream().filter(one -> one.level() == 3).toList();

    assertThat(proposer(name).propose(known(both), Mixed.draws(0)))
        .isEqualTo(proposer(name).propose(known(high), Mixed.draws(0)));
  }

  private static Knowledge known(List<Observed> observed) {
    return new Knowledge(Mixed.SPACE, observed, List.of(), 30, 60, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void proposesTheOnlyConfigurationOfASpaceWithoutChoices(String name) {
    SearchSpace empty = SearchSpace.of(ConstantParameter.of("epochs", 5));
    List<Observed> trials = Mixed.search(proposer(name), empty, _ -> 1, 3, 1);

    assertThat(trials).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void givesDifferentWorkersDifferentWork(String name) {
    List<Observed> observed = Mixed.random(Mixed.SPACE, 40, Mixed::score);
    List<Configuration> pending = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      var known = new Knowledge(Mixed.SPACE, observed, pending, 40 + i, 60, 1);
      Proposal next = proposer(name).propose(known, Draws.of(2, "test", i)).orElseThrow();
      pending.add(next.configuration());
    }

    assertThat(pending).doesNotHaveDuplicates();
  }
}
