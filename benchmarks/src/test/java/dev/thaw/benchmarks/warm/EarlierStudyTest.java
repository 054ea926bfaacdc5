package dev.thaw.benchmarks.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.WarmStart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmark of warm starts makes of an earlier study. */
final class EarlierStudyTest {

  private static final SearchSpace SPACE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static KnownResult known(String source, double x, double value, int epochs) {
    return new KnownResult(source, SPACE.configuration(Map.of("x", x)), value, epochs);
  }

  private static List<Configuration> order(Goal goal, List<KnownResult> results, String source) {
    return WarmStart.ranked(goal, results).get(source).stream()
        .map(KnownResult::configuration)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void whoIsMisledSeesTheWorstFirstHoweverLongTheyWereTrained(Goal goal) {
    List<KnownResult> results =
        List.of(
            known("a", 0.1, 0.9, 27),
            known("a", 0.2, 0.1, 27),
            known("a", 0.3, 0.5, 9),
            known("a", 0.4, 0.5, 9),
            known("a", 0.5, 0.7, 1),
            known("b", 0.6, 0.2, 3),
            known("b", 0.7, 0.3, 1));

    List<KnownResult> reversed = EarlierStudy.reversed(goal, results);

    assertThat(reversed).hasSameSizeAs(results);
    for (String source : List.of("a", "b")) {
      assertThat(order(goal, reversed, source)).isEqualTo(order(goal, results, source).reversed());
    }
  }
}
