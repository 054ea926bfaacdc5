package dev.thaw.benchmarks.outlook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoverageTest {

  @Test
  void countsTheEndsOfAnIntervalAsInside() {
    var coverage = new Coverage();
    coverage.add("a", 1, 2, 1);
    coverage.add("a", 1, 2, 2);
    coverage.add("a", 1, 2, 0.9);
    coverage.add("a", 1, 2, 2.1);

    assertThat(coverage.held("a")).isEqualTo(0.5);
    assertThat(coverage.held("b")).isNaN();
    assertThat(coverage.markdown("x")).contains("| a | 4 | 50.0 % | 25.0 % | 25.0 % |");
  }
}
