package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.engine.ThawProcess;
import dev.thaw.app.export.FakeMlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts may rely on once a study has ended. */
final class EndedStudyIT {

  @TempDir private static Path temp;

  @SuppressWarnings("NullAway.Init")
  private static String spec;

  @SuppressWarnings("NullAway.Init")
  private static ThawProcess first;

  @BeforeAll
  static void runTheStudy() throws IOException {
    spec = SmallStudy.in(temp);
    first = run("-f", spec, "--json");
  }

  @Test
  void printsOneObjectWithThePromisedKeys() {
    JsonNode json = first.json();

    assertThat(keys(json))
        .containsSubsequence(
            "study",
            "state",
            "best",
            "baseline",
            "trials",
            "epochs",
            "fullTrainingEpochs",
            "wallSeconds",
            "directory");
    assertThat(keys(json.path("best")))
        .containsExactly("trial", "value", "epoch", "parameters", "maximum", "breaksConstraints");
    assertThat(keys(json.path("baseline"))).containsExactly("value");
    assertThat(keys(json.path("trials")))
        .containsExactly(
            "started", "running", "paused", "completed", "stopped", "failed", "infeasible");
    assertThat(keys(json.path("best").path("parameters"))).containsExactly("rate", "optimizer");
  }

  @Test
  void fillsTheObjectWithTheOutcome() {
    JsonNode json = first.json();

    assertThat(json.path("study").asText()).isEqualTo("small");
    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("started").asInt()).isEqualTo(12);
    assertThat(json.path("trials").path("running").asInt()).isZero();
    assertThat(json.path("fullTrainingEpochs").asInt()).isEqualTo(12 * 9);
    assertThat(json.path("epochs").asInt()).isBetween(12 + 8, 12 * 9);
    assertThat(json.path("wallSeconds").asDouble()).isPositive();
    assertThat(json.path("best").path("value").asDouble())
        .isLessThanOrEqualTo(json.path("baseline").path("value").asDouble());
    assertThat(Path.of(json.path("directory").asText())).isEqualTo(folder());
  }

  @Test
  void keepsProgressOffTheStandardOutput() {
    assertThat(first.out().lines()).hasSize(1);
    assertThat(first.err()).contains("small after ");
  }

  @Test
  void leavesTheReportInThreeFormatsAndPrintsItAgain() throws IOException {
    String page = Files.readString(folder().resolve("report.html"));
    String text = Files.readString(folder().resolve("report.md"));
    JsonNode object = new ObjectMapper().readTree(folder().resolve("report.json").toFile());

    assertThat(page).contains("<h2>What the time bought</h2>").endsWith("</html>\n");
    assertThat(text).startsWith("# small\n").contains("## How to go on");
    assertThat(object.path("bought").path("offeredNanos").asLong())
        .isPositive()
        .isEqualTo(
            object.path("bought").path("idleNanos").asLong()
                + object.path("bought").path("leasedNanos").path("starting").asLong()
                + object.path("bought").path("leasedNanos").path("training").asLong()
                + object.path("bought").path("leasedNanos").path("retraining").asLong()
                + object.path("bought").path("leasedNanos").path("other").asLong());
    assertThat(Answer.to("report", "--dir", folder().toString()).out()).isEqualTo(text);
  }

  @Test
  void printsTheSameResultWhenItIsRunAgain() {
    assertThat(run("-f", spec, "--json").json()).isEqualTo(first.json());
  }

  @Test
  void needsNoSpecToBeRunAgain() {
    assertThat(run("--json").json()).isEqualTo(first.json());
  }

  @Test
  void refusesAChangedSpecWithWhatChangedAndLosesNothing() {
    Answer answer =
        Answer.to("run", "-f", spec, "--dir", folder().toString(), "--set", "budget.trials=11");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err())
        .contains("budget.trials (11) must be at least 12", "Maybe leave the limit")
        .doesNotContain("\tat ");
    Answer other =
        Answer.to(
            "run",
            "-f",
            spec,
            "--dir",
            folder().toString(),
            "--set",
            "budget.trials=13",
            "--set",
            "seed=4");
    assertThat(other.exitCode()).as(other.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err())
        .contains("budget.trials: 12 -> 13", "seed: 3 -> 4", "Limits of a budget can be raised")
        .doesNotContain("--dir", "\tat ");
    assertThat(Answer.to("show", "--dir", folder().toString(), "--json").json().path("summary"))
        .isEqualTo(first.json());
  }

  @Test
  void takesOverridesIntoAccount() {
    try (var process =
        ThawProcess.start(
            temp,
            List.of(),
            "run",
            "-f",
            spec,
            "--set",
            "budget.trials=2",
            "--set",
            "study=tiny",
            "--json")) {
      assertThat(process.exitCode()).as(process.err()).isZero();
      assertThat(process.json().path("study").asText()).isEqualTo("tiny");
      assertThat(process.json().path("trials").path("started").asInt()).isEqualTo(2);
      assertThat(Path.of(process.json().path("directory").asText()))
          .isEqualTo(temp.resolve("studies/tiny"));
    }
  }

  @Test
  void exportsALineForEachTrialAndItsRunsToATrackingServer() throws IOException {
    Answer table = Answer.to("export", "--dir", folder().toString(), "--format", "table");

    assertThat(table.lines()).hasSize(1 + 12);
    assertThat(table.lines().getFirst()).endsWith(",params_optimizer,params_rate");
    try (var server = new FakeMlflow()) {
      String uri = server.uri().toString();
      String[] export = {"export", "--dir", folder().toString(), "--to=mlflow", "--tracking-uri"};
      String[] all = Stream.concat(Arrays.stream(export), Stream.of(uri)).toArray(String[]::new);
      assertThat(Answer.to(all).out()).startsWith("12 runs and ");
      assertThat(Answer.to(all).out()).startsWith("0 runs and 0 epochs are new");
    }
  }

  @Test
  void handsOutTheCheckpointOfTheBestTrial() throws IOException {
    String best = first.json().path("best").path("trial").asText();
    Path target = temp.resolve("best.zip");

    Answer answer =
        Answer.to(
            "export",
            "--dir",
            folder().toString(),
            "--checkpoint",
            best,
            "--best",
            "-o",
            target.toString());

    assertThat(answer.out()).as(answer.err()).isEqualToIgnoringNewLines(target.toString());
    try (var zip = new ZipFile(target.toFile())) {
      assertThat(zip.getEntry("checksums.txt")).isNotNull();
      assertThat(zip.size()).isGreaterThan(1);
    }
    assertThat(Answer.to("export", "--dir", folder().toString(), "--checkpoint=99").err())
        .contains("there is no trial 99.", "Maybe one of 0 to 11.");
  }

  @Test
  void exportsOneLineAnEpoch() {
    Answer answer = Answer.to("export", "--dir", folder().toString(), "--format", "csv");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.lines().getFirst()).startsWith("trial,epoch,value,seconds");
    List<String> epochs = answer.lines().subList(1, answer.lines().size());
    assertThat(epochs).hasSize(first.json().path("epochs").asInt());
    assertThat(epochs).allMatch(line -> line.matches("\\d+,\\d+,[^,]+,[^,]+,.*"));
    JsonNode best = first.json().path("best");
    String line =
        "%d,%d,%s,"
            .formatted(
                best.path("trial").asInt(),
                best.path("epoch").asInt(),
                best.path("value").asDouble());
    assertThat(epochs).anyMatch(epoch -> epoch.startsWith(line));
  }

  @Test
  void showsBestAndListAgreeWithTheResult() {
    JsonNode result = first.json();

    assertThat(Answer.to("best", "--dir", folder().toString(), "--json").json())
        .isEqualTo(result.path("best"));
    JsonNode row = Answer.to("ls", "--dir", temp.resolve("all").toString(), "--json").json().get(0);
    assertThat(row.path("study").asText()).isEqualTo("small");
    assertThat(row.path("best").asDouble()).isEqualTo(result.at("/best/value").asDouble());
    assertThat(row.path("trials").asInt()).isEqualTo(12);
  }

  @Test
  void waitsForNothingMoreOnceItHasEnded() {
    assertThat(Answer.to("wait", "--dir", folder().toString(), "--json").json())
        .isEqualTo(first.json());
  }

  @Test
  void losesPatienceWithAFolderWhereNothingBegins() {
    Answer answer =
        Answer.to(
            "wait",
            "--dir",
            temp.resolve("none").toString(),
            "--patience",
            "50ms",
            "--every",
            "9ms");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(answer.err()).contains("there is no study in").doesNotContain("\tat ");
  }

  @Test
  void saysTheSameInWords() {
    JsonNode best = first.json().path("best");

    assertThat(Answer.to("show", "--dir", folder().toString()).out())
        .contains("small: ended", "12 trials", "bracket 0");
    assertThat(Answer.to("best", "--dir", folder().toString()).out())
        .contains("trial " + best.path("trial").asInt(), "optimizer: ");
    assertThat(Answer.to("ls", "--dir", temp.resolve("all").toString()).out())
        .contains("small", "ended", "12 trials");
  }

  private static Path folder() {
    return temp.resolve("all/small");
  }

  /** Runs the study in its folder to its end. */
  private static ThawProcess run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "--dir", folder().toString()));
    arguments.addAll(List.of(more));
    ThawProcess process = ThawProcess.start(temp, List.of(), arguments.toArray(String[]::new));
    assertThat(process.exitCode()).as(process.err()).isZero();
    return process;
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
