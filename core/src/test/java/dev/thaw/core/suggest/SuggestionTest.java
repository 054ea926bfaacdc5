package dev.thaw.core.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuggestionTest {
  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  static Stream<Suggestion> rules() {
    return Stream.of(new RandomSuggestion(), new SobolSuggestion(), new GridSuggestion(40));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isAFunctionOfItsArguments(Suggestion rule) {
    List<Configuration> forwards = suggestions(rule, SQUARE, 7, 0, 200);

    for (int i = 199; i >= 0; i--) {
      assertThat(rule.suggest(SQUARE, 7, i)).contains(forwards.get(i));
    }
    assertThat(forwards).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void meetsTheConstraints(Suggestion rule) {
    SearchSpace space = SQUARE.withConstraints("x + y < 0.5");

    assertThat(suggestions(rule, space, 3, 0, 100)).hasSize(100).allMatch(space::admits);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void givesUpOnConstraintsThatNothingMeets(Suggestion rule) {
    SearchSpace space = SQUARE.withConstraints("x > 2");

    assertThat(rule.suggest(space, 0, 0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void refusesANegativeIndex(Suggestion rule) {
    assertThatThrownBy(() -> rule.suggest(SQUARE, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index (-1) must be at least 0.");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void knowsTheSpaceOfOneConfiguration(Suggestion rule) {
    SearchSpace space = SearchSpace.of(ConstantParameter.of("x", 1));

    assertThat(rule.suggest(space, 0, 0)).contains(space.defaults());
  }

  @Test
  void randomAndSobolFallBackToAdmittedDefaults() {
    SearchSpace space =
        SearchSpace.of(RealParameter.linear("x", 0, 1).withDefault(0.25))
            .withConstraints("x == 0.25");

    assertThat(new RandomSuggestion().suggest(space, 1, 5)).contains(space.defaults());
    assertThat(new SobolSuggestion().suggest(space, 1, 5)).contains(space.defaults());
  }

  @Test
  void randomAndSobolDependOnTheSeed() {
    assertThat(new RandomSuggestion().suggest(SQUARE, 1, 0))
        .isNotEqualTo(new RandomSuggestion().suggest(SQUARE, 2, 0));
    assertThat(new SobolSuggestion().suggest(SQUARE, 1, 0))
        .isNotEqualTo(new SobolSuggestion().suggest(SQUARE, 2, 0));
  }

  /**
   * Without its shift, the sequence puts one of its first 256 points into each 256th of an axis.
   */
  @Test
  void sobolCoversEveryAxisMoreEvenlyThanChance() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(emptyBins(new SobolSuggestion(), seed)).as("seed %d", seed).isZero();
      assertThat(emptyBins(new RandomSuggestion(), seed)).as("seed %d", seed).isGreaterThan(60);
    }
  }

  private static long emptyBins(Suggestion rule, long seed) {
    boolean[] hit = new boolean[256];
    List<Configuration> sequence = suggestions(rule, SQUARE, seed, 0, 256);
    double shift = SQUARE.encode(sequence.getFirst())[1];
    for (Configuration configuration : sequence) {
      double unshifted = SQUARE.encode(configuration)[1] - shift + 1;
      hit[(int) ((unshifted * 256 + 0.5) % 256)] = true;
    }
    return LongStream.range(0, 256).filter(i -> !hit[(int) i]).count();
  }

  @Test
  void sobolGoesOnBeyondTheLimitsOfTheSequence() {
    Parameter[] many = new Parameter[1_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = RealParameter.linear("x" + i, 0, 1);
    }

    assertThat(new SobolSuggestion().suggest(SearchSpace.of(many), 1, 3)).isPresent();
    assertThat(new SobolSuggestion().suggest(SQUARE, 1, Long.MAX_VALUE)).isPresent();
    assertThat(new SobolSuggestion().suggest(SQUARE, 1, Integer.MAX_VALUE - 1)).isPresent();
  }

  @Test
  void gridVisitsEveryAdmittedConfigurationOnceAndEnds() {
    SearchSpace space =
        SearchSpace.of(
                CategoricalParameter.of("optimizer", "sgd", "adam"),
                IntegerParameter.linear("width", 1, 3),
                RealParameter.linear("momentum", 0, 1).when("optimizer", "sgd"))
            .withConstraints("width != 2 or optimizer == 'adam'");
    Suggestion grid = new GridSuggestion(3);

    List<Configuration> all = suggestions(grid, space, 9, 0, 50);

    assertThat(all).hasSize(2 * 3 + 3).doesNotHaveDuplicates().allMatch(space::admits);
    assertThat(grid.suggest(space, 9, all.size())).isEmpty();
  }

  @Test
  void gridEndsWithItsLastPoint() {
    assertThat(new GridSuggestion(2).suggest(SQUARE, 0, 3)).isPresent();
    assertThat(new GridSuggestion(2).suggest(SQUARE, 0, 4)).isEmpty();
  }

  @Test
  void namesAreThoseOfStudyFiles() {
    assertThat(rules().map(Suggestion::name)).containsExactly("random", "sobol", "grid");
  }

  private static List<Configuration> suggestions(
      Suggestion rule, SearchSpace space, long seed, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i -> rule.suggest(space, seed, i))
        .flatMap(Optional::stream)
        .toList();
  }
}
