package dev.thaw.benchmarks.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark on a table of thirty rows. */
class PredictionBenchmarkTest {

  @TempDir private Path temp;

  private int run(String... more) throws Exception {
    Path folder = temp.resolve("small");
    if (!Files.exists(folder)) {
      SmallTable.of(
          Files.createDirectory(folder), 30, (row, epoch) -> 1 + row % 7 / 5.0 + 2.0 / epoch);
    }
    List<String> arguments = new ArrayList<>(List.of("--table", folder.toString(), "--minimise"));
    arguments.addAll(List.of("--contexts", "2", "--curves", "12", "--runs", "1"));
    arguments.addAll(List.of("--moments", "1,2", "--out", temp.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return PredictionBenchmark.run(arguments.toArray(String[]::new));
  }

  @Test
  void writesAReportAndAllForecasts() throws Exception {
    assertThat(run()).isZero();

    assertThat(temp.resolve("out/report.md"))
        .content()
        .contains("## Contexts: random", "## Contexts: thaw at 1T", "## Contexts: thaw at 2T")
        .containsPattern("\\| small +\\| +product GP \\|")
        .contains("## Coverage, random contexts", "## Coverage, the policy's contexts");
    assertThat(Files.readAllLines(temp.resolve("out/forecasts.csv")))
        .first()
        .isEqualTo("table,kind,context,predictor,row,age,truth,mean,scale");
  }

  @Test
  void theSameSeedGivesTheSameForecastsAndAnotherSeedOthers() throws Exception {
    run("--no-rivals");
    String first = Files.readString(temp.resolve("out/forecasts.csv"));
    run("--no-rivals");
    String again = Files.readString(temp.resolve("out/forecasts.csv"));
    run("--no-rivals", "--seed", "9");

    assertThat(again).isEqualTo(first);
    assertThat(temp.resolve("out/forecasts.csv")).content().isNotEqualTo(first);
  }

  @Test
  void canBeAskedForTheModelAlone() throws Exception {
    run("--no-rivals");

    assertThat(temp.resolve("out/report.md"))
        .content()
        .contains("bare model")
        .doesNotContain("pow3", "product GP");
  }

  @Test
  void refusesToLeaveOutEveryTable() throws Exception {
    assertThat(run("--only", "smal")).isEqualTo(2);
  }
}
