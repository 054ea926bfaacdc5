package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.pareto.Hypervolume;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: two objectives are approached where their front is. Method: two squares whose valleys lie
 * apart in x and together in y, so that the front is known: x between the valleys, y in them.
 */
final class HypervolumeProposerTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  private static final int TRIALS = 25;

  private static double unit(Configuration configuration, String name) {
    return ((RealValue) configuration.get(name).orElseThrow()).value();
  }

  private static double[] objectives(Configuration configuration) {
    double x = unit(configuration, "x");
    double y = unit(configuration, "y") - 0.7;
    return new double[] {(x - 0.4) * (x - 0.4) + y * y, (x - 0.6) * (x - 0.6) + y * y};
  }

  private static Observed observed(int trial, Configuration configuration, double... scores) {
    var outcome = new Outcome(Arrays.stream(scores).boxed().toList(), 0);
    return new Observed(trial, configuration, 1, 0, 1).scored(trial, outcome);
  }

  private static List<Observed> search(Proposer proposer, long seed) {
    List<Observed> all = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      var known = new Knowledge(SPACE, all, List.of(), i, TRIALS, seed);
      Configuration next =
          proposer
              .propose(known, Mixed.draws((int) (100 * seed) + i))
              .orElseThrow()
              .configuration();
      all.add(observed(i, next, objectives(next)));
    }
    return all;
  }

  private static Optional<Proposal> random(Knowledge known, Draws draws) {
    return new Untried(known).random(draws).map(one -> one.proposal("random", 0));
  }

  private static double volume(List<Observed> all) {
    double[][] points =
        all.stream().map(one -> objectives(one.configuration())).toArray(double[][]::new);
    return Hypervolume.of(points, new double[] {0.05, 0.05});
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void spreadsOverTheFrontOfTwoObjectives(long seed) {
    List<Observed> all = search(Proposers.of("ehvi", Map.of()), seed);
    List<Observed> random = search(HypervolumeProposerTest::random, seed);

    assertThat(volume(all)).isGreaterThan(0.0017);
    assertThat(volume(random)).isLessThan(0.0016);
  }

  @Test
  void refusesThreeObjectives() {
    List<Observed> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(observed(i, SPACE.decode(new double[] {i / 10.0, 0.5}), i, -i, 1));
    }
    var known = new Knowledge(SPACE, all, List.of(), 10, 20, 1);

    assertThatThrownBy(() -> Proposers.of("ehvi", Map.of()).propose(known, Mixed.draws(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ehvi needs one or two objectives, but there are 3.");
  }
}
