package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each proposer that learns from populations. */
class ProposersTest {

  private static final SearchSpace CONSTRAINED =
      Problems.MIXED.withConstraints("decay < 0.5 or layers < 5");

  static Stream<Proposer> proposers() {
    return Stream.of(
        TpeProposer.defaults(),
        TpeProposer.defaults().univariate(),
        CmaEsProposer.defaults(),
        DifferentialEvolutionProposer.defaults(),
        FiniteDifferenceProposer.defaults());
  }

  private static Knowledge known(SearchSpace space, List<Observed> observed) {
    return new Knowledge(space, observed, List.of(), observed.size(), 0, 5);
  }

  private static Configuration proposed(Proposer proposer, Knowledge known, int draw) {
    return proposer.propose(known, Draws.of(3, "proposers", draw)).orElseThrow().configuration();
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void isAFunctionOfItsArguments(Proposer proposer) {
    List<Observed> observed = Trying.observed(Problems.MIXED, Problems::mixed, 40, 1);

    for (int draw = 0; draw < 5; draw++) {
      Draws draws = Draws.of(3, "proposers", draw);
      assertThat(proposer.propose(known(Problems.MIXED, observed), draws))
          .isEqualTo(proposer.propose(known(Problems.MIXED, List.copyOf(observed)), draws))
          .isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void staysInTheSpaceAndMeetsItsConstraints(Proposer proposer) {
    List<Observed> tries = Trying.tries(proposer, CONSTRAINED, Problems::mixed, 80, 1, 1);

    assertThat(tries).hasSize(80);
    for (Observed one : tries) {
      assertThat(CONSTRAINED.admits(one.configuration())).isTrue();
      assertThat(CONSTRAINED.violations(one.configuration().asMap())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void proposesWithTwoOneAndNoObservations(Proposer proposer) {
    for (int count = 0; count <= 2; count++) {
      List<Observed> observed = Trying.observed(Problems.MIXED, Problems::mixed, count, 1);

      assertThat(proposer.propose(known(Problems.MIXED, observed), Draws.of(1, "few", count)))
          .isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void proposesWhereNothingCouldBeTrained(Proposer proposer) {
    List<Observed> tries = Trying.tries(proposer, Problems.MIXED, _ -> Double.NaN, 60, 2, 1);

    assertThat(tries).hasSize(60);
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void learnsWhereHalfOfAllCannotBeTrained(Proposer proposer) {
    List<Observed> tries =
        Trying.tries(
            proposer,
            Problems.MIXED,
            one -> Problems.number(one, "decay") < 0.5 ? Double.NaN : Problems.mixed(one),
            100,
            1,
            4);

    assertThat(tries.stream().filter(one -> Double.isNaN(one.score())).count()).isLessThan(50);
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void proposesWhereScoresAreInfiniteOrEqual(Proposer proposer) {
    assertThat(Trying.tries(proposer, Problems.MIXED, _ -> Double.POSITIVE_INFINITY, 40, 1, 1))
        .hasSize(40);
    assertThat(Trying.tries(proposer, Problems.MIXED, _ -> 1, 40, 1, 1)).hasSize(40);
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void neverProposesTwiceWhatIsPendingOrWasTried(Proposer proposer) {
    List<Configuration> tried =
        Trying.configurations(Trying.tries(proposer, Problems.MIXED, Problems::mixed, 120, 16, 2));

    assertThat(tried).hasSize(120).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void triesAllOfASmallSpaceAndThenNothing(Proposer proposer) {
    SearchSpace small =
        SearchSpace.of(IntegerParameter.linear("n", 1, 3), CategoricalParameter.of("c", "a", "b"));

    List<Observed> tries = Trying.tries(proposer, small, Problems::ofNumber, 20, 3, 1);

    assertThat(new HashSet<>(Trying.configurations(tries))).hasSize(6);
    assertThat(tries).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void proposesFreeRowsOfACatalogue(Proposer proposer) {
    SearchSpace box = SearchSpace.of(RealParameter.linear("x", 0, 1));
    List<Configuration> rows =
        IntStream.range(0, 40).mapToObj(i -> box.configuration(Map.of("x", i / 64.0))).toList();
    SearchSpace space = box.restrictedTo(rows);

    List<Observed> tries =
        Trying.tries(proposer, space, one -> Problems.number(one, "x"), 35, 2, 1);

    assertThat(Trying.configurations(tries)).hasSize(35).doesNotHaveDuplicates();
    assertThat(rows).containsAll(Trying.configurations(tries));
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void knowsTheSpaceOfOneConfiguration(Proposer proposer) {
    SearchSpace one = SearchSpace.of(ConstantParameter.of("x", 1));

    assertThat(proposer.propose(known(one, List.of()), Draws.of(1, "one", 0)))
        .map(Proposal::configuration)
        .contains(one.defaults());
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void learnsFromSeveralLevels(Proposer proposer) {
    List<Observed> observed = new ArrayList<>();
    for (Observed one : Trying.observed(Problems.MIXED, Problems::mixed, 60, 1)) {
      for (int level = 1; level <= 9 && one.trial() % level == 0; level *= 3) {
        double score = one.score() + 1.0 / level;
        observed.add(new Observed(one.trial(), one.configuration(), level, score, 1));
      }
    }

    for (int level : new int[] {0, 1, 3, 9}) {
      Knowledge known = new Knowledge(Problems.MIXED, observed, List.of(), 60, 0, 5, level);
      assertThat(Trying.configurations(observed)).doesNotContain(proposed(proposer, known, level));
    }
  }

  @ParameterizedTest
  @MethodSource("proposers")
  void givesUpOnConstraintsThatNothingMeets(Proposer proposer) {
    SearchSpace space = Problems.SMOOTH.withConstraints("a > 2");

    assertThat(proposer.propose(known(space, List.of()), Draws.of(1, "none", 0)))
        .isEqualTo(Optional.empty());
  }

  @Test
  void tpeBeatsRandomSearchOnAMixedFunction() {
    double random = Trying.medianBest(Trying.random(), Problems.MIXED, Problems::mixed, 100);

    assertThat(Trying.medianBest(TpeProposer.defaults(), Problems.MIXED, Problems::mixed, 100))
        .isLessThan(0.3 * random);
    assertThat(
            Trying.medianBest(
                TpeProposer.defaults().univariate(), Problems.MIXED, Problems::mixed, 100))
        .isLessThan(0.3 * random);
  }

  @Test
  void cmaEsBeatsRandomSearchOnAMixedFunction() {
    double random = Trying.medianBest(Trying.random(), Problems.MIXED, Problems::mixed, 100);

    assertThat(Trying.medianBest(CmaEsProposer.defaults(), Problems.MIXED, Problems::mixed, 100))
        .isLessThan(0.3 * random);
  }

  @Test
  void differentialEvolutionBeatsRandomSearchOnAMixedFunctionInMoreTrials() {
    double random = Trying.medianBest(Trying.random(), Problems.MIXED, Problems::mixed, 150);

    assertThat(
            Trying.medianBest(
                DifferentialEvolutionProposer.defaults(), Problems.MIXED, Problems::mixed, 150))
        .isLessThan(0.7 * random);
  }

  @Test
  void finiteDifferencesBeatRandomSearchOnASmoothConvexFunction() {
    double random = Trying.medianBest(Trying.random(), Problems.SMOOTH, Problems::smooth, 60);

    assertThat(
            Trying.medianBest(
                FiniteDifferenceProposer.defaults(), Problems.SMOOTH, Problems::smooth, 60))
        .isLessThan(0.1 * random);
  }

  @Test
  void refusesOptionsThatAreOutOfRangeByNameAndValue() {
    assertThatThrownBy(() -> new TpeProposer(1, 24, 0.1, 25, 25, 1, PriorWeight.defaults(), true))
        .hasMessage("startups (1) must be at least 2.");
    assertThatThrownBy(
            () -> new TpeProposer(10, 24, Double.NaN, 25, 25, 1, PriorWeight.defaults(), true))
        .hasMessageContaining("goodFraction (NaN) must be from");
    assertThatThrownBy(() -> new CmaEsProposer(3, 0.3, 0.001, 2))
        .hasMessageContaining("generation (3) must be from 4 to 1000, or 0");
    assertThatThrownBy(() -> new CmaEsProposer(0, 0.3, 0.3, 2))
        .hasMessageContaining("tolerance (0.3) must be from");
    assertThatThrownBy(() -> new DifferentialEvolutionProposer(3, 0.5, 0.5))
        .hasMessage("population (3) must be at least 4.");
    assertThatThrownBy(() -> new DifferentialEvolutionProposer(10, 0.5, 1.5))
        .hasMessage("crossover (1.5) must be from 0.0 to 1.0.");
    assertThatThrownBy(() -> new FiniteDifferenceProposer(0.03, 0.03))
        .hasMessageContaining("step (0.03) must be from");
  }
}
