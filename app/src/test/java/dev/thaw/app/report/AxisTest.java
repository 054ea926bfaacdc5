package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Scale;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AxisTest {

  @Test
  void hasRoundTicks() {
    assertThat(Axis.linear(0.02, 1, 0, 100).ticks()).hasSize(5).startsWith(0.2, 0.4);
    assertThat(Axis.linear(0, 27, 0, 100).ticks())
        .containsExactly(0.0, 5.0, 10.0, 15.0, 20.0, 25.0);
    assertThat(new Axis(1, 81, Scale.LOG, 0, 100).ticks())
        .containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
    assertThat(new Axis(1e-5, 1, Scale.LOG, 0, 100).ticks())
        .containsExactly(1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0);
    assertThat(new Axis(0.05, 0.95, Scale.LOGIT, 0, 100).ticks()).containsExactly(0.1, 0.5, 0.9);
  }

  @Test
  void widensARangeWithoutExtent() {
    assertThat(Axis.linear(2, 2, 0, 100).place(2)).isCloseTo(50, within(1e-9));
    assertThat(Axis.linear(0, 0, 0, 100).place(0)).isCloseTo(50, within(1e-9));
  }

  @Test
  void spreadsRatiosEvenlyOnALogarithmicAxis() {
    var axis = new Axis(1, 10_000, Scale.LOG, 0, 100);

    assertThat(axis.place(100)).isCloseTo(50, within(1e-9));
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void hasAFewIncreasingTicksWithinItsRange(long seed) {
    Draws draws = Draws.of(seed, "axis", 0);
    double low = (draws.uniform(0) - 0.5) * Math.pow(10, 20 * draws.uniform(1) - 10);
    double high = low + Math.pow(10, 20 * draws.uniform(2) - 10);
    List<Double> ticks = Axis.linear(low, high, 0, 100).ticks();

    assertThat(ticks).hasSizeBetween(2, 14).isSorted().doesNotHaveDuplicates();
    double slack = 1e-6 * (high - low) + 1e-12 * Math.abs(low);
    assertThat(ticks).allMatch(tick -> tick >= low - slack && tick <= high + slack);
  }
}
