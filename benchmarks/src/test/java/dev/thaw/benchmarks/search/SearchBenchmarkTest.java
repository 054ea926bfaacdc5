package dev.thaw.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark on a table of twenty rows. */
class SearchBenchmarkTest {

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private Path out;

  @BeforeEach
  void writeATable() throws IOException {
    out = temp.resolve("out");
    Path folder = Files.createDirectory(temp.resolve("small"));
    var configs = new StringBuilder("lr\n");
    var curves = new StringBuilder("e1,e2,e3,e4,e5,e6,e7,e8,e9\n");
    for (int row = 0; row < 20; row++) {
      configs.append(row).append('\n');
      int level = (7 * row) % 20;
      List<String> curve = new ArrayList<>();
      for (int epoch = 1; epoch <= 9; epoch++) {
        curve.add(Double.toString(level + 5.0 / epoch));
      }
      curves.append(String.join(",", curve)).append('\n');
    }
    Files.writeString(folder.resolve("configs.csv"), configs);
    Files.writeString(folder.resolve("curves.csv"), curves);
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--out",
                out.toString(),
                "--table",
                temp.resolve("small").toString(),
                "--minimise",
                "--policy",
                "asha",
                "--policy",
                "random",
                "--workers",
                "1,2",
                "--budget",
                "5T",
                "--threads",
                "2",
                "--ours",
                "asha",
                "--yardstick",
                "random",
                "--samples",
                "50"));
    arguments.addAll(List.of(more));
    return SearchBenchmark.run(arguments.toArray(String[]::new));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(out.resolve("runs.jsonl"));
  }

  @Test
  void runsEveryPolicyWithEverySeedAndWritesBothReports() throws IOException {
    assertThat(run("--seeds", "1..3")).isZero();

    assertThat(lines()).hasSize(2 * 2 * 3);
    assertThat(out.resolve("report.md"))
        .content()
        .contains("## 1 worker, 5 full trainings", "## 2 workers", "| asha | 1 | 3 |");
    assertThat(out.resolve("report.html")).content().contains("<svg", "small", "</html>");
  }

  @Test
  void makesOnlyWhatIsMissing() throws IOException {
    run("--seeds", "1..2");
    List<String> before = lines();

    run("--seeds", "1..3");

    assertThat(lines()).startsWith(before.toArray(String[]::new)).hasSize(before.size() + 4);
  }

  @Test
  void goesOnAfterItWasKilledInTheMiddleOfALine() throws IOException {
    run("--seeds", "1..2");
    List<String> before = lines();
    Path file = out.resolve("runs.jsonl");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));

    assertThat(run("--seeds", "1..2")).isZero();

    assertThat(lines()).hasSameSizeAs(before);
    assertThat(RunFile.read(file, Clock.EPOCHS)).extracting(LoggedRun::key).doesNotHaveDuplicates();
  }

  @Test
  void showsRunsOfOtherToolsBesideOurs() throws IOException {
    run("--seeds", "1..2");
    Path peers = temp.resolve("peers.jsonl");
    Files.writeString(peers, lines().getFirst().replace("\"peer\":\"", "\"peer\":\"other-") + "\n");

    run("--seeds", "1..2", "--peers", peers.toString());

    assertThat(out.resolve("report.md")).content().contains("| other-");
  }

  /** Every fifth row is ten times as expensive. */
  private void writeSeconds() throws IOException {
    var seconds = new StringBuilder("s\n");
    for (int row = 0; row < 20; row++) {
      seconds.append(row % 5 == 0 ? "10" : "1").append('\n');
    }
    Files.writeString(temp.resolve("small").resolve("seconds.csv"), seconds);
  }

  @Test
  void givesSecondsOfAllWorkersTogetherAndSaysWhatExpensiveRowsTook() throws IOException {
    writeSeconds();

    assertThat(run("--seeds", "1..2", "--seconds")).isZero();

    // T is 9 s: 5 T are 45 s for one worker and 22.5 s for each of two.
    assertThat(lines())
        .filteredOn(line -> line.contains("\"workers\":1"))
        .allMatch(line -> line.contains("\"budget_s\":45.0,"))
        .hasSize(4);
    assertThat(lines())
        .filteredOn(line -> line.contains("\"workers\":2"))
        .allMatch(line -> line.contains("\"budget_s\":22.5,") && line.contains("\"dear\":["));
    assertThat(out.resolve("report.md"))
        .content()
        .contains("logarithm of seconds", "went into expensive", "## 2 workers, 5 full trainings");
    assertThat(lines()).hasSize(8);
    run("--seeds", "1..2", "--seconds");
    assertThat(lines()).as("nothing is missing").hasSize(8);
  }

  @Test
  void whereAllRowsTakeAsLongNoneIsExpensive() throws IOException {
    run("--seeds", "1..1", "--seconds");

    assertThat(lines()).allMatch(line -> line.endsWith("\"dear\":[0.0,0.0,0.0,0.0]}"));
  }

  @Test
  void expensiveRowsTakeSomeOfTheSeconds() throws IOException {
    writeSeconds();
    run("--seeds", "1..3", "--seconds");

    assertThat(lines()).anyMatch(line -> line.matches(".*\"dear\":\\[.*(1\\.0|0\\.[0-9]*[1-9]).*"));
    assertThat(lines()).noneMatch(line -> line.endsWith("\"dear\":[1.0,1.0,1.0,1.0]}"));
  }

  @Test
  void runsOverEpochsAndOverSecondsDoNotLieTogether() throws IOException {
    run("--seeds", "1..1");

    assertThat(run("--seeds", "1..1", "--seconds")).isEqualTo(2);
  }

  @Test
  void runsOfOtherToolsAreLaidBesideOursAsFarAsTheyWent() throws IOException {
    writeSeconds();
    run("--seeds", "1..2", "--seconds");
    Path peers = temp.resolve("peers.jsonl");
    String line =
        "{\"peer\":\"%s\",\"table\":\"small\",\"workers\":1,\"budget\":45,\"seed\":1,"
            + "\"virtual_s\":%d,\"curve\":[[1,1,1,5,0.5,5,0.5,3]]}%n";
    Files.writeString(peers, line.formatted("longer", 60) + line.formatted("shorter", 30));

    run("--seeds", "1..2", "--seconds", "--peers", peers.toString());

    assertThat(out.resolve("report.md"))
        .content()
        .contains("| longer | 1 | 1 |")
        .doesNotContain("shorter");
  }

  @Test
  void refusesToMixRunsUnderOtherRules() throws IOException {
    run("--seeds", "1..1");

    assertThat(run("--seeds", "1..2", "--start-cost", "1")).isEqualTo(2);

    assertThat(lines()).hasSize(4);
  }

  @Test
  void refusesAPolicyThatMakesNoSense() {
    assertThat(run("--policy", "ahsa")).isNotZero();
  }
}
