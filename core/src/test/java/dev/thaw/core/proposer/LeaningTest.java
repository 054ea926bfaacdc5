package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far proposers follow what earlier studies found. */
class LeaningTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.linear("a", 0, 1),
          RealParameter.linear("b", 0, 1),
          RealParameter.linear("c", 0, 1),
          RealParameter.linear("d", 0, 1));
  private static final int SEEDS = 6;

  /** A bowl around a point whose coordinates are all the same. */
  private static ToDoubleFunction<Configuration> bowl(double centre) {
    return configuration ->
        Math.sqrt(
            Arrays.stream(SPACE.encode(configuration)).map(x -> (x - centre) * (x - centre)).sum());
  }

  /** The ranking of sixty random configurations by a function. */
  private static Foreknowledge source(ToDoubleFunction<Configuration> function) {
    List<Configuration> ranked =
        Trying.observed(SPACE, function, 60, 99).stream()
            .sorted(Comparator.comparingDouble(Observed::score))
            .map(Observed::configuration)
            .toList();
    return Foreknowledge.of(SPACE, List.of(ranked));
  }

  private static double best(Proposer proposer, Foreknowledge before, int trials, long seed) {
    ToDoubleFunction<Configuration> function = bowl(0.2);
    List<Observed> observed = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      Leaning leaning = before.leaning(observed);
      var known = new Knowledge(SPACE, observed, List.of(), trial, trials, seed, 1, leaning);
      Configuration next =
          proposer.propose(known, Draws.of(seed, "trying", trial)).orElseThrow().configuration();
      observed.add(new Observed(trial, next, 1, function.applyAsDouble(next), Double.NaN));
    }
    return Trying.best(observed);
  }

  private static double mean(String proposer, Foreknowledge before, int trials) {
    double sum = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      sum += best(Proposers.of(proposer, Map.of()), before, trials, seed);
    }
    return sum / SEEDS;
  }

  @ParameterizedTest(name = "{0}, seeds 1 to 6")
  @ValueSource(strings = {"gp", "tpe", "smac"})
  void aSourceWithANearbyOptimumHelpsWithinTwelveTrials(String proposer) {
    assertThat(mean(proposer, source(bowl(0.3)), 12))
        .isLessThan(0.9 * mean(proposer, Foreknowledge.none(), 12));
  }

  @ParameterizedTest(name = "{0}, seeds 1 to 6")
  @ValueSource(strings = {"gp", "tpe", "smac"})
  void aSourceThatIsTheWrongWayRoundCostsLittleAfterTwentyFourTrials(String proposer) {
    ToDoubleFunction<Configuration> wrong = one -> -bowl(0.2).applyAsDouble(one);

    assertThat(mean(proposer, source(wrong), 24))
        .isLessThan(1.5 * mean(proposer, Foreknowledge.none(), 24));
  }

  @Test
  void isDroppedOnceItOrdersTrialsTheWrongWayRound() {
    Foreknowledge before = source(bowl(0.2));
    List<Observed> backwards = Trying.observed(SPACE, c -> -bowl(0.2).applyAsDouble(c), 8, 1);

    assertThat(before.leaning(List.of()).isNone()).isFalse();
    assertThat(before.leaning(backwards).isNone()).isTrue();
  }

  @Test
  void fadesWithTheNumberOfTrialsEvenIfItIsRight() {
    Foreknowledge before = source(bowl(0.2));
    List<Configuration> best = List.of(Trying.at(SPACE, 0.2, 0.2, 0.2, 0.2));

    double few = before.leaning(Trying.observed(SPACE, bowl(0.2), 4, 1)).logWeights(best)[0];
    double many = before.leaning(Trying.observed(SPACE, bowl(0.2), 60, 1)).logWeights(best)[0];

    assertThat(few).isPositive();
    assertThat(many).isBetween(0.05 * few, 0.5 * few);
  }

  @Test
  void fewResultsAreNoModel() {
    List<Configuration> four = Trying.configurations(Trying.observed(SPACE, bowl(0.2), 4, 1));

    assertThat(Foreknowledge.of(SPACE, List.of(four)).isNone()).isTrue();
  }

  @Test
  void nothingKnownWeighsNothing() {
    Leaning leaning = Foreknowledge.none().leaning(List.of());

    assertThat(leaning.isNone()).isTrue();
    assertThat(leaning.logWeights(List.of(SPACE.defaults()))).containsExactly(0);
  }
}
