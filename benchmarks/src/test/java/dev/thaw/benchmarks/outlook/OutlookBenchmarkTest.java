package dev.thaw.benchmarks.outlook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both halves of the benchmark, in small. */
class OutlookBenchmarkTest {

  @TempDir private Path temp;

  @Test
  void countsForecastsOfRecordedStudies() throws Exception {
    var coverage = new Coverage();

    new RecordedStudies(2, List.of(10)).count(table(), Policy.parse("asha"), 3, "fitted", coverage);

    assertThat(coverage.markdown("best"))
        .contains("| asha, 25 %, fitted | 1 |", "| asha, 50 %, fitted | 1 |")
        .contains("| asha, 75 %, fitted | 1 |");
  }

  @Test
  void countsPlansAndEndsOfASimulatedStudy() throws Exception {
    var plans = new Coverage();
    var ends = new Coverage();

    new SimulatedStudies(5).count(0, plans, ends);

    assertThat(plans.markdown("plans"))
        .contains("| by a guess, believed limited by epochs | 1 |")
        .contains("| by an earlier study, believed limited by epochs | 1 |");
    assertThat(ends.markdown("ends")).contains("| 50 %, asha limited by epochs | 1 |");
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertThat(OutlookBenchmark.run("--table", temp.resolve("none").toString())).isNotZero();
  }

  private CurveTable table() throws Exception {
    String rows = IntStream.range(0, 60).mapToObj(row -> row + "\n").collect(Collectors.joining());
    String curves =
        IntStream.range(0, 60)
            .mapToObj(
                row ->
                    IntStream.rangeClosed(1, 9)
                        .mapToObj(epoch -> String.valueOf((row * 37 % 61 + 9.0) / (10 + epoch)))
                        .collect(Collectors.joining(",", "", "\n")))
            .collect(Collectors.joining());
    Files.writeString(temp.resolve("configs.csv"), "x\n" + rows);
    Files.writeString(temp.resolve("curves.csv"), "e1,e2,e3,e4,e5,e6,e7,e8,e9\n" + curves);
    TableSource source = TableSource.find(temp.toString()).getFirst();
    return TableReader.read(source, new TableOptions(Goal.MINIMIZE, 0, false));
  }
}
