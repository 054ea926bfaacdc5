package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmaEsProposerTest {

  private static final CmaEsProposer CMA_ES = CmaEsProposer.defaults();

  private static Knowledge known(SearchSpace space, List<Observed> observed) {
    return new Knowledge(space, observed, List.of(), observed.size(), 0, 1);
  }

  private static List<Observed> observed(int trials) {
    return Trying.observed(Problems.SMOOTH, Problems::smooth, trials, 2);
  }

  @Test
  void startsAtTheDefaultsAndLearnsOnlyFromWholeGenerations() {
    double[] defaults = Problems.SMOOTH.encode(Problems.SMOOTH.defaults());

    assertThat(CMA_ES.state(known(Problems.SMOOTH, observed(7))).mean()).containsExactly(defaults);
    double[] moved = CMA_ES.state(known(Problems.SMOOTH, observed(8))).mean();
    assertThat(moved).isNotEqualTo(defaults);
    assertThat(CMA_ES.state(known(Problems.SMOOTH, observed(15))).mean()).containsExactly(moved);
  }

  @Test
  void passesOverTrialsThatCouldNotBeTrained() {
    List<Observed> observed = observed(16);
    List<Observed> mixed = new ArrayList<>();
    for (Observed one : observed) {
      int trial = 2 * one.trial();
      Configuration other = Trying.at(Problems.SMOOTH, 1, 1, 1, trial / 64.0);
      mixed.add(new Observed(trial, other, 1, Double.NaN, 1));
      mixed.add(new Observed(trial + 1, one.configuration(), 1, one.score(), 1));
    }

    assertThat(CMA_ES.state(known(Problems.SMOOTH, mixed)).mean())
        .containsExactly(CMA_ES.state(known(Problems.SMOOTH, observed)).mean());
  }

  @Test
  void ranksATrialThatWasTakenFurtherBeforeOneThatWasNot() {
    List<Observed> observed = new ArrayList<>(observed(8));
    Observed worst = observed.stream().sorted(Latest.BETTER_FIRST).toList().getLast();
    int at = observed.indexOf(worst);
    observed.add(at + 1, new Observed(worst.trial(), worst.configuration(), 3, worst.score(), 1));

    double[] before = CMA_ES.state(known(Problems.SMOOTH, observed(8))).mean();
    double[] after = CMA_ES.state(known(Problems.SMOOTH, observed)).mean();

    double[] there = Problems.SMOOTH.encode(worst.configuration());
    assertThat(distance(after, there)).isLessThan(distance(before, there));
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void startsAgainElsewhereWithTwiceTheGenerationWhenAllIsEqual() {
    List<Observed> flat = Trying.observed(Problems.SMOOTH, _ -> 1, 8, 2);

    CmaEsState state = CMA_ES.state(known(Problems.SMOOTH, flat));

    assertThat(state.strategy().lambda()).isEqualTo(16);
    assertThat(state.sigma()).isEqualTo(0.3);
    assertThat(state.mean()).isNotEqualTo(Problems.SMOOTH.encode(Problems.SMOOTH.defaults()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void startsAgainWhenItHasConverged(long seed) {
    List<Observed> tries = Trying.tries(CMA_ES, Problems.SMOOTH, Problems::smooth, 500, 1, seed);
    Knowledge known = new Knowledge(Problems.SMOOTH, tries, List.of(), 500, 0, seed);

    assertThat(Trying.best(tries)).isLessThan(1e-4);
    assertThat(CMA_ES.state(known).strategy().lambda()).isGreaterThan(8);
  }

  @Test
  void letsAWholeGenerationAndMoreBeOutAtOnce() {
    List<Observed> tries = Trying.tries(CMA_ES, Problems.SMOOTH, Problems::smooth, 150, 24, 1);
    double random =
        Trying.best(Trying.tries(Trying.random(), Problems.SMOOTH, Problems::smooth, 150, 24, 1));

    assertThat(tries).hasSize(150);
    assertThat(Trying.best(tries)).isLessThan(0.3 * random);
  }

  @Test
  void doesNotLoseAWholeNumberWhoseBinIsWiderThanItsDeviation() {
    SearchSpace space =
        SearchSpace.of(
            IntegerParameter.linear("n", 1, 2),
            IntegerParameter.linear("m", 1, 10_000),
            IntegerParameter.linear("k", 1, 10_000));
    List<Observed> tries =
        Trying.tries(
            new CmaEsProposer(0, 0.05, 1e-4, 2),
            space,
            one -> Problems.number(one, "m") + Problems.number(one, "k"),
            200,
            1,
            1);

    Set<Double> seen = new HashSet<>();
    tries.subList(100, 200).forEach(one -> seen.add(Problems.number(one.configuration(), "n")));
    assertThat(seen).containsExactlyInAnyOrder(1.0, 2.0);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({"0.3, 0.3", "-0.3, 0.3", "1.2, 0.8", "-1.2, 0.8", "2.1, 0.1", "3.9, 0.1"})
  void reflectsAtTheBounds(double outside, double inside) {
    assertThat(CmaEsProposer.reflected(outside)).isCloseTo(inside, within(1e-12));
  }
}
