package dev.thaw.benchmarks.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Judge;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.TextValue;
import dev.thaw.core.space.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: the made-up study has the parameters, the optimum and the order that it is said to have.
 */
class FortyTest {

  private static final String RANDOM = "scheduler: {name: full}\nsuggest: {name: random}";

  private static SearchSpace space(boolean priors) throws BadSpecException {
    return FortyBenchmark.spec(RANDOM, priors, 1, 1, 1).space();
  }

  private static double error(SearchSpace space, double[] point) {
    return FortyParameters.error(space.decode(point));
  }

  private static double[] optimum(SearchSpace space) {
    double[] point = new double[space.dimension()];
    Arrays.fill(point, 0.5);
    set(space, point, "rate0", 0.35);
    set(space, point, "width1", 0.7);
    set(space, point, "dropout2", 0.25);
    set(space, point, "kind3", 0.5);
    set(space, point, "momentum3", 0.8);
    return point;
  }

  private static void set(SearchSpace space, double[] point, String name, double unit) {
    point[space.names().indexOf(name)] = unit;
  }

  @Test
  void hasFortyTwoParametersOfWhichSevenAreConditional() throws BadSpecException {
    assertThat(space(false).parameters()).hasSize(42);
    assertThat(space(false).parameters().stream().filter(p -> p.when().isPresent())).hasSize(7);
    assertThat(space(true).priors()).hasSize(14);
  }

  @Test
  void isAlmostLeastWhereWhatMattersIsAtItsOptimumAndTheRestInTheMiddle() throws BadSpecException {
    assertThat(error(space(false), optimum(space(false)))).isBetween(0.1, 0.106);
  }

  @Test
  void isNowhereLess() throws BadSpecException {
    SearchSpace space = space(false);
    for (int i = 0; i < 2_000; i++) {
      double[] point = optimum(space);
      Draws draws = Draws.of(1, "point", i);
      double radius = i % 2 == 0 ? 0.05 : 1;
      Arrays.setAll(
          point, j -> Math.clamp(point[j] + radius * (2 * draws.uniform(j) - 1), 0.0, 1.0));
      assertThat(error(space, point)).isGreaterThanOrEqualTo(FortyParameters.LEAST);
    }
  }

  @Test
  void fiveParametersMatterAndTheOthersHardlyDo() throws BadSpecException {
    SearchSpace space = space(false);
    double least = error(space, optimum(space));
    List<String> mattering =
        IntStream.range(0, space.dimension())
            .filter(j -> worst(space, j) > least + 0.01)
            .mapToObj(j -> space.names().get(j))
            .toList();
    assertThat(mattering)
        .containsExactlyInAnyOrder("rate0", "width1", "dropout2", "kind3", "momentum3");
  }

  private static double worst(SearchSpace space, int coordinate) {
    return IntStream.of(0, 1)
        .mapToDouble(
            end -> {
              double[] point = optimum(space);
              point[coordinate] = end;
              return error(space, point);
            })
        .max()
        .orElseThrow();
  }

  @Test
  void aWrongChoiceCostsAFifthWhateverItIs() throws BadSpecException {
    Configuration best = space(false).decode(optimum(space(false)));
    List<@Nullable Value> values = new ArrayList<>(best.values());
    values.set(best.names().indexOf("kind3"), new TextValue("c"));
    values.set(best.names().indexOf("momentum3"), null);
    assertThat(FortyParameters.error(Configuration.of(best.names(), values))).isBetween(0.3, 0.306);
  }

  @Test
  void theRegretOfAStudyFallsFromLookToLook() throws BadSpecException {
    double[] regrets =
        FortyBenchmark.regrets(
            FortyBenchmark.spec(RANDOM, false, 3, 40, 1), List.of(5, 20, 40), Judge.free());
    assertThat(regrets[0]).isGreaterThanOrEqualTo(regrets[1]);
    assertThat(regrets[1]).isGreaterThanOrEqualTo(regrets[2]);
    assertThat(regrets[2]).isBetween(0.0, 0.5);
  }
}
