package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferentialEvolutionProposerTest {

  private static final SearchSpace SPACE = Problems.SMOOTH;

  private static Configuration at(double place) {
    return Trying.at(SPACE, place, place, place, place);
  }

  private static Observed observed(int trial, int level, double score) {
    return new Observed(trial, at(trial / 64.0), level, score, 1);
  }

  private static Knowledge known(List<Observed> observed, int index, int level) {
    return new Knowledge(SPACE, observed, List.of(), index, 0, 1, level);
  }

  @ParameterizedTest(name = "crossover {0}")
  @ValueSource(doubles = {0, 0.5, 1})
  void takesAtLeastOneCoordinateOfTheMutant(double crossover) {
    var proposer = new DifferentialEvolutionProposer(10, 0.5, crossover);
    double[] target = new double[8];
    double[] mutant = IntStream.range(0, 8).mapToDouble(_ -> 1).toArray();

    int all = 0;
    boolean[] forced = new boolean[8];
    for (int i = 0; i < 400; i++) {
      double[] child = proposer.crossed(target, mutant, Draws.of(1, "crossover", i));
      int taken = 0;
      for (int c = 0; c < 8; c++) {
        taken += (int) child[c];
        forced[c] |= child[c] == 1;
      }
      assertThat(taken).isBetween(1, 8);
      all += taken;
    }

    // One is forced, and each of the other seven is taken with the probability.
    assertThat(all / 400.0).isBetween(1 + 6.5 * crossover, 1 + 7.5 * crossover);
    assertThat(forced).containsOnly(true);
    assertThat(target).containsOnly(0);
  }

  @Test
  void keepsTheBestOfEachPlaceAndTheLaterOfTwoEqualOnes() {
    var proposer = new DifferentialEvolutionProposer(4, 0.5, 0.5);
    List<Observed> observed =
        List.of(
            observed(0, 1, 5),
            observed(1, 1, 5),
            observed(2, 1, Double.NaN),
            observed(4, 1, 6),
            observed(5, 1, 5));

    var living = proposer.living(known(observed, 6, 0), 1);

    assertThat(living.get(0)).isEqualTo(observed.get(0));
    assertThat(living.get(1)).isEqualTo(observed.get(4));
    assertThat(living).containsOnlyKeys(0, 1);
  }

  @Test
  void takesParentsFromTheBetterHalfOfTheLevelBelow() {
    var proposer = DifferentialEvolutionProposer.defaults();
    List<Observed> observed = new ArrayList<>();
    for (int trial = 0; trial < 10; trial++) {
      observed.add(observed(trial, 1, trial));
      if (trial >= 4) {
        observed.add(observed(trial, 3, trial));
      }
    }

    assertThat(proposer.parents(known(observed, 10, 3)))
        .containsExactly(encoded(0), encoded(1), encoded(2), encoded(3), encoded(4));
    assertThat(proposer.parents(known(observed, 10, 9)))
        .as("three of six are too few, so the best of all levels joins")
        .containsExactly(encoded(4), encoded(5), encoded(6), encoded(7));
    assertThat(proposer.parents(known(observed, 10, 1))).hasSize(10);
    assertThat(proposer.parents(known(observed, 10, 0))).hasSize(10);
  }

  private static double[] encoded(int trial) {
    return SPACE.encode(at(trial / 64.0));
  }

  @Test
  void isRandomUntilThePopulationWasProposedAndFourWereTrained() {
    var proposer = DifferentialEvolutionProposer.defaults();
    List<Observed> three = List.of(observed(0, 1, 1), observed(1, 1, 2), observed(2, 1, 3));
    List<Observed> four = new ArrayList<>(three);
    four.add(observed(3, 1, 4));

    assertThat(measure(proposer, known(four, 9, 0))).contains("random");
    assertThat(measure(proposer, known(three, 10, 0))).contains("random");
    assertThat(measure(proposer, known(four, 10, 0))).contains("offspring");
  }

  private static Optional<String> measure(Proposer proposer, Knowledge known) {
    return proposer.propose(known, Draws.of(1, "measure", 0)).map(Proposal::measure);
  }

  @Test
  void crossesWithWhoLivesAtItsPlace() {
    var proposer = new DifferentialEvolutionProposer(8, 0.5, 0);
    List<Observed> observed =
        IntStream.range(0, 8).mapToObj(trial -> observed(trial, 1, trial)).toList();

    for (int index = 8; index < 24; index++) {
      double[] target = encoded(index % 8);
      Configuration child =
          proposer
              .propose(known(observed, index, 0), Draws.of(2, "place", index))
              .orElseThrow()
              .configuration();
      double[] point = SPACE.encode(child);
      assertThat(IntStream.range(0, 4).filter(c -> point[c] != target[c]).count()).isEqualTo(1);
    }
  }
}
