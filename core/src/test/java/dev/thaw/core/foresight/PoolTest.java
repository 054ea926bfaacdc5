package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));

  private static Pool pool(SearchSpace space, long seed) {
    StudySpec spec =
        Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).in(space).seed(seed).spec();
    return Pool.of(spec, new CurveInputs(spec));
  }

  private static List<Configuration> all(Pool pool) {
    return IntStream.range(0, pool.candidates().size()).mapToObj(pool::configuration).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void keepsWhatTheConstraintsAdmit(long seed) {
    SearchSpace space = SQUARE.withConstraints("x + y <= 1");

    assertThat(all(pool(space, seed))).isNotEmpty().allMatch(space::admits);
  }

  @Test
  void remembersWhatWasTakenEvenIfItIsNotInThePool() {
    Pool pool = pool(SQUARE, 1);
    Configuration elsewhere = SQUARE.configuration(Map.of("x", 0.123, "y", 0.456));

    pool.take(elsewhere);

    assertThat(pool.isTaken(elsewhere)).isTrue();
    assertThat(pool.isTaken(pool.configuration(0))).isFalse();
  }
}
