package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoundingTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addsUpToTheRoundedSumAndIsNeverOffByAUnit(long seed) {
    Draws draws = Draws.of(seed, "amounts", 0);
    long unit = 1L + draws.below(1_000, 0);
    long[] amounts =
        LongStream.range(1, 2 + draws.below(8, 1))
            .map(i -> draws.below(3, (int) (10 + i)) == 0 ? 0 : draws.below(100_000, (int) i + 30))
            .toArray();
    long[] rounded = Rounding.apportion(unit, amounts);

    assertThat(Arrays.stream(rounded).sum())
        .isEqualTo(Math.round((double) Arrays.stream(amounts).sum() / unit));
    for (int i = 0; i < amounts.length; i++) {
      assertThat(Math.abs(rounded[i] * unit - amounts[i])).isLessThanOrEqualTo(unit);
    }
  }

  @Test
  void givesTheLargestRemaindersTheUnitsThatAreLeft() {
    assertThat(Rounding.apportion(10, 14, 19, 7)).containsExactly(1, 2, 1);
  }

  @Test
  void roundsNothingToNothing() {
    assertThat(Rounding.apportion(10)).isEmpty();
    assertThat(Rounding.apportionTo(0, 10, 0, 0)).containsExactly(0, 0);
  }

  @Test
  void writesTimesThatCanBeAddedUp() {
    assertThat(Clock.of(3_723, 1_000_000_000L)).isEqualTo("1:02:03");
    assertThat(Clock.of(754, 100_000_000L)).isEqualTo("1:15.4");
  }
}
