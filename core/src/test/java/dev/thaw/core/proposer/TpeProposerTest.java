package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpeProposerTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));
  private static final TpeProposer TPE = TpeProposer.defaults();

  private static Configuration x(double x) {
    return LINE.configuration(Map.of("x", x));
  }

  /** Trials at i / 1000 with the scores, the last ones first in rank if scores fall. */
  private static List<Observed> scored(int level, double... scores) {
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new Observed(i, x(i / 1000.0), level, scores[i], 1))
        .toList();
  }

  private static Knowledge known(List<Observed> observed, Configuration... pending) {
    return new Knowledge(LINE, observed, List.of(pending), observed.size(), 0, 1);
  }

  private static double[] falling(int count) {
    return IntStream.range(0, count).mapToDouble(i -> -i).toArray();
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({"9, 0", "10, 1", "11, 2", "100, 10", "250, 25", "400, 25"})
  void takesATenthForGoodButAtMostTwentyFive(int trials, int goods) {
    TpeProposer.Split split = TPE.split(known(scored(1, falling(trials))));

    assertThat(split.good()).hasSize(goods);
    assertThat(split.good()).isEqualTo(lastOnes(trials, goods));
    assertThat(split.bad()).hasSize(trials - goods);
  }

  /** The best are the last; good ones are in the order of their numbers. */
  private static List<Configuration> lastOnes(int trials, int goods) {
    return IntStream.range(trials - goods, trials).mapToObj(i -> x(i / 1000.0)).toList();
  }

  @Test
  void prefersTheEarlierOfTwoEqualTrials() {
    assertThat(TPE.split(known(scored(1, new double[10]))).good()).containsExactly(x(0));
  }

  @Test
  void countsWhatCouldNotBeTrainedAndWhatIsPendingAsBad() {
    double[] scores = falling(20);
    scores[19] = Double.NaN;

    TpeProposer.Split split = TPE.split(known(scored(1, scores), x(0.9)));

    assertThat(split.good()).containsExactly(x(0.017), x(0.018));
    assertThat(split.bad()).hasSize(19).contains(x(0.019)).endsWith(x(0.9));
  }

  @Test
  void comparesAtTheHighestLevelThatEnoughTrialsReached() {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      observed.add(new Observed(i, x(i / 1000.0), 1, i, 1));
      if (i < 12) {
        observed.add(new Observed(i, x(i / 1000.0), 3, -i, 1));
      }
    }

    assertThat(TPE.split(known(observed)).good()).containsExactly(x(0.010), x(0.011));
  }

  @Test
  void weighsTheLastTwentyFiveFullyAndOlderOnesLess() {
    assertThat(TPE.weights(25)).containsOnly(1);
    double[] weights = TPE.weights(30);

    assertThat(Arrays.copyOf(weights, 6))
        .containsExactly(
            new double[] {
              1 / 30.0, 1 / 30.0 + 29 / 120.0, 1 / 30.0 + 58 / 120.0, 1 / 30.0 + 87 / 120.0, 1, 1
            },
            within(1e-12));
    assertThat(weights).hasSize(31);
  }

  @Test
  void keepsAwayFromWhatIsPending() {
    SearchSpace space = Problems.SMOOTH;
    List<Observed> observed = Trying.observed(space, Problems::smooth, 50, 1);
    Draws draws = Draws.of(1, "liar", 0);
    Knowledge free = new Knowledge(space, observed, List.of(), 50, 0, 1);
    Configuration first = TPE.propose(free, draws).orElseThrow().configuration();

    Knowledge taken = new Knowledge(space, observed, List.of(first), 51, 0, 1);
    Proposal second = TPE.propose(taken, draws).orElseThrow();

    assertThat(second.configuration()).isNotEqualTo(first);
    assertThat(second.measure()).isEqualTo("density-ratio");
  }

  @Test
  void learnsAParameterOnlyFromTrialsInWhichItIsActive() {
    SearchSpace space =
        SearchSpace.of(
            CategoricalParameter.of("kind", "plain", "deep"),
            RealParameter.linear("depth", 0, 1).when("kind", "deep"));
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean deep = i % 2 == 1;
      Map<String, Object> written =
          deep
              ? Map.of("kind", "deep", "depth", Math.floorDiv(i, 2) / 30.0)
              : Map.of("kind", "plain");
      double score = deep ? Math.abs(Math.floorDiv(i, 2) / 30.0 - 0.8) : 0.5;
      observed.add(new Observed(i, space.configuration(written), 1, score, 1));
    }
    Knowledge known = new Knowledge(space, observed, List.of(), 60, 0, 1);

    for (TpeProposer tpe : List.of(TPE, TPE.univariate())) {
      double sum = 0;
      for (int draw = 0; draw < 20; draw++) {
        Configuration one =
            tpe.propose(known, Draws.of(draw, "deep", 0)).orElseThrow().configuration();
        sum += Problems.number(one, "depth");
      }
      assertThat(sum / 20).isCloseTo(0.8, within(0.1));
    }
  }
}
