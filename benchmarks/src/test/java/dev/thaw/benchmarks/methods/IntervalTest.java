package dev.thaw.benchmarks.methods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void isTheMeanOverTablesOfMeansOverRuns() {
    Interval interval = Interval.of(List.of(new double[] {1, 3}, new double[] {6}), 200);

    assertThat(interval.mean()).isEqualTo(4);
    assertThat(interval.low()).isBetween(1.0, 4.0);
    assertThat(interval.high()).isEqualTo(6);
  }

  @Test
  void hasNoWidthWhereAllNumbersAreTheSame() {
    assertThat(Interval.of(List.of(new double[] {2, 2}, new double[] {2}), 50))
        .isEqualTo(new Interval(2, 2, 2))
        .hasToString("2.000 [2.000, 2.000]");
  }

  @Test
  void ofNoNumbersIsADash() {
    assertThat(Interval.of(List.of(), 50)).hasToString("–");
  }
}
