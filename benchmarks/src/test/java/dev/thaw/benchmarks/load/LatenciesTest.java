package dev.thaw.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Goal: quantiles are right within the width of a bucket. */
class LatenciesTest {

  @Test
  void quantilesAreRightWithinTwoPercent() {
    var latencies = new Latencies();
    for (int ms = 1; ms <= 1000; ms++) {
      latencies.record(ms * 1_000_000L);
    }

    assertThat(latencies.quantileMs(0.5)).isCloseTo(500, Percentage.withPercentage(2.1));
    assertThat(latencies.quantileMs(0.99)).isCloseTo(990, Percentage.withPercentage(2.1));
  }

  @Test
  void thoseOfTwoProcessesAddUp() {
    var one = new Latencies();
    var other = new Latencies();
    one.record(1_000_000);
    other.record(9_000_000);

    one.add(other.counts());

    assertThat(one.count()).isEqualTo(2);
    assertThat(one.quantileMs(1)).isCloseTo(9, within(0.2));
  }

  @Test
  void nothingHasNoQuantile() {
    assertThat(new Latencies().quantileMs(0.5)).isNaN();
  }
}
