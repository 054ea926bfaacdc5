package dev.thaw.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaceTest {

  @Test
  void knowsNothingBeforeTheFirstEpoch() {
    assertThat(Pace.unknown().isKnown()).isFalse();
    assertThat(Pace.unknown().after(0).after(Double.NaN).after(-1).isKnown()).isFalse();
  }

  @Test
  void aFewEpochsOfEqualLengthAreExpectedToVaryALittle() {
    Pace pace = Pace.unknown().after(10).after(10);

    assertThat(pace.median()).isCloseTo(10, within(1e-9));
    assertThat(pace.ninthDecile()).isBetween(11.0, 13.0);
  }

  @Test
  void remembersTheExtremes() {
    Pace pace = Pace.unknown().after(3).after(1).after(2);

    assertThat(pace.fastest()).isEqualTo(1);
    assertThat(pace.slowest()).isEqualTo(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void nineOfTenEpochsTakeNoLongerThanTheNinthDecile(long seed) {
    Draws draws = Draws.of(seed, "pace", 0);
    double[] seconds = IntStream.range(0, 4_000).mapToDouble(i -> logNormal(draws, i)).toArray();
    Pace pace = Pace.unknown();
    for (int i = 0; i < 2_000; i++) {
      pace = pace.after(seconds[i]);
    }
    double decile = pace.ninthDecile();

    long shorter = IntStream.range(2_000, 4_000).filter(i -> seconds[i] <= decile).count();

    assertThat(shorter / 2_000.0).isCloseTo(0.9, within(0.03));
  }

  private static double logNormal(Draws draws, int i) {
    double sum = 0;
    for (int j = 0; j < 12; j++) {
      sum += draws.uniform(12 * i + j);
    }
    return 60 * Math.exp(0.4 * (sum - 6));
  }
}
