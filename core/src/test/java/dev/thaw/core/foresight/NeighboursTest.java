package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  private static Configuration at(double x, double y) {
    return SQUARE.configuration(Map.of("x", x, "y", y));
  }

  private static List<Configuration> around(Configuration centre, long seed) {
    return new Neighbours(SQUARE).of(List.of(centre), 60, Draws.of(seed, "test", 0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void reachTheWallsNearby(long seed) {
    assertThat(around(at(0.01, 0.5), seed))
        .extracting(near -> SQUARE.encode(near)[0])
        .contains(0.0)
        .anyMatch(x -> x > 0.01);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void areDifferentAndNoneOfThemIsTheCentre(long seed) {
    assertThat(around(at(0, 1), seed)).doesNotHaveDuplicates().doesNotContain(at(0, 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void keepWhatTheConstraintsAdmit(long seed) {
    SearchSpace space = SQUARE.withConstraints("x + y <= 1");
    Configuration corner = space.configuration(Map.of("x", 0.5, "y", 0.5));

    assertThat(new Neighbours(space).of(List.of(corner), 60, Draws.of(seed, "test", 0)))
        .isNotEmpty()
        .allMatch(space::admits);
  }
}
