package dev.thaw.benchmarks.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedupTest {

  private static final double[] LEVELS = {8, 4, 2, 1};

  @TempDir private Path temp;

  private static Trace trace(double... spent) {
    return new Trace("any", "table", 100, spent, LEVELS);
  }

  private static Speedup.Pair pair(Trace method, Trace base) {
    return new Speedup.Pair(List.of(method), List.of(base));
  }

  @Test
  void isTheRatioOfTheEpochsAtWhichBothHaveTheSameRegret() {
    Speedup.Pair pair = pair(trace(1, 5, 10, 20), trace(1, 10, 40, 80));

    assertThat(Speedup.ratio(pair, 1)).isEqualTo(80.0 / 20);
    assertThat(Speedup.ratio(pair, 0.5)).isEqualTo(40.0 / 10);
  }

  @Test
  void asksWhenBothHaveWhatTheWorseOfThemEndsWith() {
    Speedup.Pair pair = pair(trace(1, 5, 200, 300), trace(1, 10, 20, 30));

    assertThat(Speedup.ratio(pair, 1)).isEqualTo(10.0 / 5);
  }

  @Test
  void isBelowOneForTheSlowerSearch() {
    assertThat(Speedup.ratio(pair(trace(1, 2, 3, 90), trace(1, 2, 3, 45)), 1)).isEqualTo(0.5);
  }

  @Test
  void averagesRegretsOverRunsBeforeItAsks() {
    var both =
        new Speedup.Pair(
            List.of(trace(1, 2, 3, 4), trace(1, 2, 3, 8)), List.of(trace(1, 2, 3, 80)));

    assertThat(Speedup.ratio(both, 1)).isEqualTo(80.0 / 8);
  }

  @Test
  void takesTheGeometricMeanOverTables() {
    Speedup.Pair four = pair(trace(1, 2, 3, 10), trace(1, 2, 3, 40));
    Speedup.Pair one = pair(trace(1, 2, 3, 10), trace(1, 2, 3, 10));

    Speedup speedup = Speedup.of(List.of(four, one), 1);

    assertThat(speedup.geometric()).isCloseTo(2, within(1e-12));
    assertThat(List.of(speedup.least(), speedup.most())).containsExactly(1.0, 4.0);
    assertThat(speedup.low()).isBetween(1.0, 2.0);
    assertThat(speedup.high()).isBetween(2.0, 4.0);
  }

  @Test
  void readsTheRunsOfTheSearchBenchmark() throws Exception {
    Path runs = temp.resolve("runs.jsonl");
    Files.writeString(
        runs,
        """
        {"peer": "asha", "table": "a", "budget": 50, "curve": [[1.5, 2, 1, 0.9, 0.5, 0.9, 0.5, 7]]}
        """);

    Trace trace = Trace.read(runs).getFirst();

    assertThat(trace.policy()).isEqualTo("asha");
    assertThat(trace.at(1)).isInfinite();
    assertThat(trace.at(2)).isEqualTo(0.5);
  }
}
