package dev.thaw.benchmarks.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: epochs are charged where they should be. Method: a run by hand, with two thrown away. */
final class RunTest {

  private static Run.Row row(boolean path, double accuracy, double test) {
    return new Run.Row(path, accuracy, test, Map.of("learning_rate", accuracy / 10));
  }

  private static final Run RUN =
      new Run(
          List.of(
              row(false, 0.7, 0.69),
              row(true, 0.5, 0.51),
              row(false, 0.6, 0.61),
              row(true, 0.8, 0.79)));

  @Test
  void countsAllEpochsOnlyIfTheyAreCharged() {
    assertThat(RUN.reaches(0.65, true)).hasValue(1);
    assertThat(RUN.reaches(0.65, false)).hasValue(2);
    assertThat(RUN.reaches(0.9, true)).isEmpty();
    assertThat(RUN.reachesAtLeast(0.9, true)).isEqualTo(5);
    assertThat(RUN.reachesAtLeast(0.9, false)).isEqualTo(3);
  }

  @Test
  void looksAtTheTestDataOfWhatWasChosenWithoutThem() {
    assertThat(RUN.lastTest()).isEqualTo(0.79);
    assertThat(RUN.testWithin(3)).isEqualTo(0.69);
    assertThat(RUN.best()).isEqualTo(0.8);
  }

  @Test
  void drawsTheBestSoFar() {
    assertThat(RUN.curve(true)).containsExactly(0.7, 0.7, 0.7, 0.8);
    assertThat(RUN.curve(false)).containsExactly(0.5, 0.8);
  }

  @Test
  void isReadAsItWasWritten(@TempDir Path folder) throws Exception {
    RUN.write(folder.resolve("run.csv"));

    assertThat(Run.read(folder.resolve("run.csv"))).isEqualTo(RUN);
  }

  @Test
  void sparesTimeByTheRatioOfEpochsSeedBySeed() {
    var results = new Results();
    var slow = new Run(List.of(row(true, 0.5, 0), row(true, 0.6, 0), row(true, 0.8, 0)));
    var fast = new Run(List.of(row(true, 0.79, 0)));
    for (int seed = 0; seed < 2; seed++) {
      results.add("slow", slow);
      results.add("fast", fast);
    }

    Spread speed = results.speedUp("fast", "slow", 0.95, false);
    assertThat(List.of(speed.value(), speed.low(), speed.high()))
        .allSatisfy(value -> assertThat(value).isBetween(2.999, 3.001));
    assertThat(speed.against(1)).isEqualTo("yes");
  }

  @Test
  void leavesOpenWhatAnIntervalHolds() {
    assertThat(Spread.mean(new double[] {-1, 0, 1, 2}).against(0)).isEqualTo("open");
    assertThat(Spread.difference(new double[] {1, 2}, new double[] {3, 5}).against(0))
        .isEqualTo("no");
  }
}
