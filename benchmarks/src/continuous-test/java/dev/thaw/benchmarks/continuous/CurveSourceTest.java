package dev.thaw.benchmarks.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveSourceTest {

  private static final SearchSpace SPACE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static Configuration at(double x) {
    return SPACE.configuration(Map.of("x", x));
  }

  @Test
  void leavesOutTheUntrainedCheckpoint() {
    var curve = CurveSource.Curve.ofCheckpoints(new double[] {9, 3, 2}, new double[] {1, 3, 7});

    assertThat(curve.values()).containsExactly(3, 2);
    assertThat(curve.seconds()).containsExactly(2, 4);
    assertThat(curve.last()).isEqualTo(2);
  }

  @Test
  void countsTheHighestTotalSoFarWhereTimeRunsBackwards() {
    var curve =
        CurveSource.Curve.ofCheckpoints(new double[] {0, 0, 0, 0}, new double[] {1, 4, 3, 4.5});

    assertThat(curve.seconds()).containsExactly(new double[] {3, 1e-6, 0.5}, within(1e-12));
  }

  @Test
  void asksForEachCurveOnce() {
    List<Configuration> asked = new ArrayList<>();
    var cache =
        new CurveCache(
            configuration -> {
              asked.add(configuration);
              return new CurveSource.Curve(new double[] {1}, new double[] {1});
            });

    CurveSource.Curve first = cache.of(at(0.5));
    cache.of(at(0.25));

    assertThat(cache.of(at(0.5))).isSameAs(first);
    assertThat(asked).containsExactly(at(0.5), at(0.25));
  }
}
