package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.random.Draws;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever a space is narrowed to, new configurations come from there, evenly, and old ones
 * keep their places. Method: drawn spaces are narrowed between two of their own values, or to some
 * of them.
 */
class NarrowingTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.log("rate", 1e-4, 1),
          IntegerParameter.linear("width", 1, 100),
          CategoricalParameter.of("optimizer", "sgd", "adam", "lion"),
          RealParameter.linear("momentum", 0, 1).when("optimizer", "sgd"));

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** Between two values of each parameter that is a number, and to one value of each other. */
  private static Map<String, Narrowing> narrowed(SearchSpace space, long seed) {
    Map<String, Narrowing> all = new LinkedHashMap<>();
    Configuration one = space.decode(RandomSpaces.point(space, seed, 1));
    Configuration other = space.decode(RandomSpaces.point(space, seed, 2));
    for (int i = 0; i < space.dimension(); i++) {
      String name = space.coordinate(i).name();
      Optional<Value> first = one.get(name);
      Optional<Value> second = other.get(name);
      if (first.isEmpty() || second.isEmpty() || Draws.of(seed, "narrow", i).uniform(0) < 0.3) {
        continue;
      }
      double a = Axis.number(first.get());
      double b = Axis.number(second.get());
      boolean listed =
          !(space.coordinate(i) instanceof RealParameter
              || space.coordinate(i) instanceof IntegerParameter);
      all.put(
          name,
          listed
              ? Narrowing.to(List.of(first.get().toObject()))
              : Narrowing.between(Math.min(a, b), Math.max(a, b)));
    }
    return all;
  }

  private static void assertInside(Configuration configuration, Map<String, Narrowing> narrowed) {
    narrowed.forEach(
        (name, to) ->
            configuration
                .get(name)
                .ifPresent(
                    value -> {
                      if (to.values() != null) {
                        assertThat(to.values()).contains(value.toObject());
                      } else {
                        assertThat(Axis.number(value))
                            .isBetween(
                                Objects.requireNonNull(to.min()), Objects.requireNonNull(to.max()));
                      }
                    }));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPointIsAConfigurationInsideThatTheSpaceAdmits(long seed) {
    SearchSpace all = RandomSpaces.of(seed);
    Map<String, Narrowing> narrowed = narrowed(all, seed);
    SearchSpace space = all.within(narrowed);
    for (int number = 10; number < 60; number++) {
      double[] point = RandomSpaces.point(space, seed, number);

      for (double[] at : List.of(point, space.inside(point), space.likely(point))) {
        Configuration configuration = space.decode(at);
        assertInside(configuration, narrowed);
        assertThat(space.admits(configuration)).isTrue();
        assertThat(space.decode(space.encode(configuration))).isEqualTo(configuration);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void configurationsFromOutsideKeepTheirPlacesAndAreNotAdmitted(long seed) {
    SearchSpace all = RandomSpaces.of(seed);
    SearchSpace space = all.within(narrowed(all, seed));
    for (int number = 10; number < 60; number++) {
      Configuration old = all.decode(RandomSpaces.point(all, seed, number));

      assertThat(space.encode(old)).isEqualTo(all.encode(old));
      assertThat(space.admits(old)).isEqualTo(space.decode(space.encode(old)).equals(old));
    }
  }

  private static Object at(Configuration configuration, String name) {
    return Objects.requireNonNull(configuration.asMap().get(name));
  }

  static List<Suggestion> suggestions() {
    return List.of(new RandomSuggestion(), new SobolSuggestion());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suggestions")
  void drawsAreSpreadEvenlyOverWhatIsLeft(Suggestion suggestion) {
    SearchSpace space =
        SPACE.within(
            Map.of(
                "rate", Narrowing.between(1e-3, 1e-1),
                "width", Narrowing.between(11, 14),
                "optimizer", Narrowing.to(List.of("sgd", "lion"))));
    List<Configuration> drawn =
        IntStream.range(0, 1_200)
            .mapToObj(i -> suggestion.suggest(space, 7, i).orElseThrow())
            .toList();

    assertThat(drawn.stream().filter(c -> (double) at(c, "rate") < 1e-2).count())
        .isBetween(520L, 680L);
    for (long width = 11; width <= 14; width++) {
      long wanted = width;
      assertThat(drawn.stream().filter(c -> at(c, "width").equals(wanted)).count())
          .as("width %d", width)
          .isBetween(230L, 370L);
    }
    assertThat(drawn.stream().filter(c -> at(c, "optimizer").equals("lion")).count())
        .isBetween(520L, 680L);
  }

  @Test
  void aPriorIsCutOffAtTheBounds() {
    SearchSpace believed = SPACE.withPriors(List.of(Prior.of("width", 20, 5)));
    SearchSpace space = believed.within(Map.of("width", Narrowing.between(20, 60)));
    long below25 =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new RandomSuggestion().suggest(space, 3, i).orElseThrow())
            .filter(c -> (long) at(c, "width") <= 25)
            .count();

    // 68 % of the upper half of a normal distribution, less what the even tenth takes away.
    assertThat(below25).isBetween(520L, 720L);
  }

  @Test
  void aParameterThatIsPinnedHasOneValue() {
    SearchSpace space = SPACE.within(Map.of("rate", Narrowing.to(List.of(0.01))));

    assertThat(space.decode(new double[] {0.9, 0.5, 0.5, 0.5}).asMap()).containsEntry("rate", 0.01);
  }

  @Test
  void aCatalogueIsNotNarrowed() {
    SearchSpace rows = SPACE.restrictedTo(List.of(SPACE.defaults()));

    assertThatThrownBy(() -> rows.within(Map.of("rate", Narrowing.between(0.1, 0.2))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeNarrowedIsSaidWithItsNameAndItsValues() {
    assertThat(SPACE.narrowingProblem("raet", Narrowing.between(0.1, 0.2)))
        .hasValueSatisfying(it -> assertThat(it).contains("raet", "Maybe", "rate"));
    assertThat(SPACE.narrowingProblem("rate", Narrowing.between(0.1, 2)))
        .hasValueSatisfying(it -> assertThat(it).contains("rate (2.0) must be"));
    assertThat(SPACE.narrowingProblem("optimizer", Narrowing.between(0, 1)))
        .hasValueSatisfying(it -> assertThat(it).contains("must be narrowed by its values"));
    assertThat(SPACE.narrowingProblem("optimizer", Narrowing.to(List.of("sdg"))))
        .hasValueSatisfying(it -> assertThat(it).contains("optimizer (sdg) must be one of sgd"));
    assertThat(SPACE.narrowingProblem("width", Narrowing.between(2, 3))).isEmpty();
    assertThat(SPACE.narrowingProblem("width", null)).isEmpty();
  }

  @Test
  void aNarrowingIsBoundsInTheirOrderOrAList() {
    assertThatThrownBy(() -> Narrowing.between(2, 1)).hasMessageContaining("at most max (1.0)");
    assertThatThrownBy(() -> Narrowing.between(Double.NaN, 1)).hasMessageContaining("finite");
    assertThatThrownBy(() -> Narrowing.to(List.of())).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new Narrowing(1.0, null, null)).hasMessageContaining("must have");
    assertThatThrownBy(() -> new Narrowing(1.0, 2.0, List.of("a")))
        .hasMessageContaining("must have");
  }
}
