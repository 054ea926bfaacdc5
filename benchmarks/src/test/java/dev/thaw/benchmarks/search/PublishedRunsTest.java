package dev.thaw.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published optimiser runs become runs like ours. */
class PublishedRunsTest {

  @TempDir private Path temp;

  private CurveTable table() throws Exception {
    Files.writeString(temp.resolve("configs.csv"), "x\n1\n2\n");
    Files.writeString(temp.resolve("task.curves.csv"), "e1,e2\n1,10\n2,4\n");
    String files = temp.resolve("configs.csv") + "," + temp.resolve("task.curves.csv");
    return TableReader.read(
        TableSource.find(files).getFirst(), new TableOptions(Goal.MAXIMIZE, 0, false));
  }

  private void publish(String optimiser, String... rows) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("peers").resolve(optimiser));
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("task.csv.gz")))) {
      String header = "config_id,budget,performance,optimisation_seed,seed\n";
      out.write((header + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void averagesTrainingSeedsAndCountsShortTrainingsInPart() throws Exception {
    publish("smac_mf", "0,50,99,7,0", "0,100,6,7,0", "0,100,8,7,1", "1,100,5,7,0", "2,100,9,7,0");

    List<LoggedRun> runs = PublishedRuns.read(temp.resolve("peers"), table(), 40);

    assertThat(runs).hasSize(1);
    assertThat(runs.getFirst().peer()).isEqualTo("published-smac_mf");
    assertThat(runs.getFirst().seed()).isEqualTo(7);
    assertThat(runs.getFirst().spent()).containsExactly(3, 7);
    assertThat(runs.getFirst().finalRegrets()).containsExactly(10 - 7, 10 - 9);
  }

  @Test
  void leavesOutWhatChangesItsConfigurationOnTheWay() throws Exception {
    publish("pbt", "0,100,6,7,0");

    assertThat(PublishedRuns.read(temp.resolve("peers"), table(), 40)).isEmpty();
  }
}
