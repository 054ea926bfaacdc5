package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code thaw simulate} answers. */
final class SimulateCommandTest {

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private String table;

  @BeforeEach
  void writeATable() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("small"));
    Files.writeString(folder.resolve("configs.csv"), "lr\n0.1\n0.2\n0.3\n");
    Files.writeString(folder.resolve("curves.csv"), "e1,e2,e3\n3,2,1\n6,5,4\n9,8,7\n");
    table = folder.toString();
  }

  @Test
  void writesOneLineForEachPolicyAndSeed() throws IOException {
    Path out = temp.resolve("runs.jsonl");

    Answer answer =
        Answer.to(
            "simulate",
            "--table",
            table,
            "--minimise",
            "--scheduler",
            "asha",
            "--scheduler",
            "all=random",
            "--seeds",
            "3..5",
            "--out",
            out.toString());

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(Files.readAllLines(out)).hasSize(6);
    assertThat(answer.lines()).hasSize(6).last().asString().contains("6/6 all on small, seed 5");
  }

  @Test
  void printsRunsAsJsonLines() {
    Answer answer =
        Answer.to("simulate", "--table", table, "--minimise", "--scheduler", "random", "--json");

    assertThat(answer.json().get("table").asText()).isEqualTo("small");
    assertThat(answer.json().get("best_observed").asDouble()).isEqualTo(1);
  }

  @Test
  void takesSchedulerGoalAndSlotsFromAStudy() throws IOException {
    Answer answer = Answer.to("simulate", "--table", table, "-f", SmallStudy.in(temp), "--json");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
    assertThat(answer.json().get("workers").asInt()).isEqualTo(2);
    assertThat(answer.json().get("peer").asText()).isEqualTo("small");
  }

  @Test
  void saysSoIfNoRunHasAValue() throws IOException {
    Files.writeString(Path.of(table, "curves.csv"), "e1,e2,e3\nnan,2,1\nnan,5,4\nnan,8,7\n");

    assertThat(Answer.to("simulate", "--table", table).exitCode()).isEqualTo(ExitCode.NO_RESULT);
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertRefused(
        Answer.to("simulate", "--table", temp.resolve("no").toString()), "--table", "Maybe");
  }

  @Test
  void refusesSeedsThatAreNoRange() {
    assertRefused(
        Answer.to("simulate", "--table", table, "--seeds", "9..1"),
        "--seeds (9..1)",
        "Maybe 1..30");
  }

  @Test
  void refusesAPolicyThatMakesNoSenseBeforeItRunsTheOthers() throws IOException {
    Answer answer =
        Answer.to("simulate", "--table", table, "--scheduler", "asha", "--scheduler", "asha:eta=1");

    assertRefused(answer, "scheduler.eta", "1");
  }

  @Test
  void refusesABudgetOfNothing() {
    assertRefused(Answer.to("simulate", "--table", table, "--budget", "0"), "above 0");
  }

  private static void assertRefused(Answer answer, String... words) {
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
  }
}
