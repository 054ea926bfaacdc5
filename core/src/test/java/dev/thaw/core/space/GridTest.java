package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

  @Test
  void variesTheLastParameterFastest() {
    SearchSpace space =
        SearchSpace.of(
            RealParameter.log("rate", 0.01, 1), CategoricalParameter.of("kind", "a", "b"));

    assertThat(LongStream.range(0, space.gridSize(3)).mapToObj(i -> space.gridPoint(i, 3)))
        .extracting(Configuration::toString)
        .containsExactly(
            "{rate=0.01, kind=a}",
            "{rate=0.01, kind=b}",
            "{rate=0.1, kind=a}",
            "{rate=0.1, kind=b}",
            "{rate=1.0, kind=a}",
            "{rate=1.0, kind=b}");
  }

  @Test
  void thinsManyWholeNumbersEvenlyInScale() {
    SearchSpace linear = SearchSpace.of(IntegerParameter.linear("x", 0, 100));
    SearchSpace log = SearchSpace.of(IntegerParameter.log("x", 1, 10_000));

    assertThat(values(linear, 5)).containsExactly("{x=0}", "{x=25}", "{x=50}", "{x=75}", "{x=100}");
    assertThat(values(log, 5))
        .containsExactly("{x=1}", "{x=10}", "{x=100}", "{x=1000}", "{x=10000}");
  }

  @Test
  void keepsAllWholeNumbersIfTheyAreFew() {
    assertThat(values(SearchSpace.of(IntegerParameter.linear("x", 3, 5)), 3))
        .containsExactly("{x=3}", "{x=4}", "{x=5}");
  }

  @Test
  void countsValuesThatRoundTogetherOnce() {
    assertThat(values(SearchSpace.of(IntegerParameter.log("x", 1, 16)), 10))
        .doesNotHaveDuplicates();
  }

  @Test
  void onePointIsTheMiddle() {
    assertThat(values(SearchSpace.of(RealParameter.linear("x", 0, 1)), 1))
        .containsExactly("{x=0.5}");
  }

  @Test
  void saturatesItsSize() {
    Parameter[] many = new Parameter[70];
    for (int i = 0; i < many.length; i++) {
      many[i] = RealParameter.linear("x" + i, 0, 1);
    }

    assertThat(SearchSpace.of(many).gridSize(2)).isEqualTo(Long.MAX_VALUE);
    assertThat(SearchSpace.of(many).gridPoint(1, 2).asMap()).containsEntry("x69", 1.0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void distinctPointsAreDistinctAndCoverTheGrid(long seed) {
    Grid grid = RandomSpaces.of(seed).grid(2);
    Set<Configuration> all = new HashSet<>();
    Set<Configuration> distinct = new HashSet<>();

    for (long i = 0; i < Math.min(grid.size(), 5_000); i++) {
      all.add(grid.point(i));
      Optional<Configuration> point = grid.distinctPoint(i);
      if (point.isPresent()) {
        assertThat(point).contains(grid.point(i));
        assertThat(distinct.add(point.get())).as("seed %d, point %d", seed, i).isTrue();
      }
    }

    assertThat(distinct).as("seed %d", seed).isEqualTo(all);
  }

  @Test
  void refusesPointsOutside() {
    Grid grid = SearchSpace.of(RealParameter.linear("x", 0, 1)).grid(2);

    assertThatThrownBy(() -> grid.point(2))
        .hasMessage("index (2) must be from 0 to 1, the last grid point.");
    assertThatThrownBy(() -> grid.point(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> values(SearchSpace space, int points) {
    return LongStream.range(0, space.gridSize(points))
        .mapToObj(i -> space.gridPoint(i, points).toString())
        .toList();
  }
}
