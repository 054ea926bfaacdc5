package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each proposer that learns from populations. */
class PopulationProposersTest {

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
}
