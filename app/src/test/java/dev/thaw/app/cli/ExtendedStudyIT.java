package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.engine.ThawProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study gets more to spend: from another process while it runs, and after it has ended. */
final class ExtendedStudyIT {

  @TempDir private Path temp;

  private ThawProcess start(String... arguments) {
    return ThawProcess.start(temp, List.of(), arguments);
  }

  private ThawProcess finish(String... arguments) {
    try (ThawProcess process = start(arguments)) {
      assertThat(process.exitCode()).as(process.err()).isZero();
      return process;
    }
  }

  /** Asks something of the study in this process, which is another one than runs it. */
  private Answer ask(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--dir", folder()));
    words.addAll(List.of(more));
    return Answer.to(words.toArray(String[]::new));
  }

  private String folder() {
    return temp.resolve("study").toString();
  }

  @Test
  void aStudyThatHasEndedIsExtendedAndGoesOn() throws IOException {
    String spec = SmallStudy.in(temp);
    int first =
        finish("run", "-f", spec, "--dir", "study", "--json").json().at("/trials/started").asInt();

    ThawProcess extended = finish("extend", "--dir", "study", "--trials", "+4");
    assertThat(extended.out()).contains("may spend now: 16 trials", "To go on: thaw run --dir");
    int second = finish("run", "--dir", "study", "--json").json().at("/trials/started").asInt();

    assertThat(first).isEqualTo(12);
    assertThat(second).isEqualTo(16);
  }

  @Test
  void theSameSpecWithLargerLimitsGoesOnWithTheStudy() throws IOException {
    String spec = SmallStudy.in(temp);
    finish("run", "-f", spec, "--dir", "study");
    finish("extend", "--dir", "study", "--trials", "14");
    String[] larger = {"run", "-f", spec, "--dir", "study", "--set", "budget.trials=16", "--json"};

    ThawProcess raised = finish(larger);
    assertThat(raised.err()).contains("thaw: budget.trials 14 -> 16: the study goes on");
    assertThat(raised.json().at("/trials/started").asInt()).isEqualTo(16);

    ThawProcess again = finish(larger);
    assertThat(again.err()).doesNotContain("goes on");
    assertThat(again.json()).isEqualTo(raised.json());
    assertThat(finish("run", "-f", spec, "--dir", "study", "--json").json())
        .isEqualTo(raised.json());
    Answer lower = ask("run", "-f", spec, "--set", "budget.trials=15");
    assertThat(lower.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(lower.err()).contains("budget.trials (15) must be at least 16");
  }

  @Test
  void aStudyThatAnotherProcessRunsIsExtendedByIt() throws IOException {
    String spec =
        SmallStudy.write(
            temp, SmallStudy.SPEC.replace("{trials: 12}", "{wallClock: 1h, trials: 1000000}"));
    try (ThawProcess running = start("run", "-f", spec, "--dir", "study", "--json")) {
      running.awaitFile(temp.resolve("study/status.json"));

      ThawProcess extended =
          finish("extend", "--dir", "study", "--trials", "5", "--wall-clock", "30m", "--json");

      assertThat(extended.json().path("trials").asInt()).isEqualTo(5);
      assertThat(running.exitCode()).as(running.err()).isZero();
      assertThat(running.json().at("/budget/wallSeconds").asDouble()).isEqualTo(1800);
      assertThat(temp.resolve("study/requests")).isEmptyDirectory();
    }
  }

  @Test
  void aStudyThatAnotherProcessRunsDoesWhatIsAskedByHand() throws IOException {
    String spec =
        SmallStudy.write(
            temp, SmallStudy.SPEC.replace("{trials: 12}", "{wallClock: 1h, trials: 1000000}"));
    try (ThawProcess running = start("run", "-f", spec, "--dir", "study", "--json")) {
      running.awaitFile(temp.resolve("study/status.json"));

      assertThat(ask("pause").out()).contains("is paused");
      // The status is a file, written once a second.
      running.awaitThat(() -> ask("show").out().contains("is paused, since"));
      ask("resume");
      ask("stop");

      assertThat(running.exitCode()).as(running.err()).isZero();
      assertThat(running.json().path("end").asText()).isEqualTo("stop-requested");
    }
    Answer refused = ask("pause");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("the study is over.");
  }

  @Test
  void aStudyThatAnotherProcessRunsIsNarrowedAndForked() throws IOException {
    String spec =
        SmallStudy.write(
            temp, SmallStudy.SPEC.replace("{trials: 12}", "{wallClock: 1h, trials: 1000000}"));
    try (ThawProcess running = start("run", "-f", spec, "--dir", "study", "--json")) {
      running.awaitFile(temp.resolve("study/status.json"));
      String folder = folder();
      assertThat(ask("narrow", "rate=0.001..0.01").exitCode()).isZero();
      assertThat(ask("pin", "optimizer=adam").exitCode()).isZero();
      // Which trials have a checkpoint, and epochs left, is the study's business.
      running.awaitThat(
          () ->
              trials(folder).stream()
                  .filter(trial -> trial.path("status").asText().equals("paused"))
                  .anyMatch(trial -> isForked(folder, trial)));
      ask("stop");
      assertThat(running.exitCode()).as(running.err()).isZero();

      List<JsonNode> trials = trials(folder);
      JsonNode last = trials.getLast();
      assertThat(trials)
          .anySatisfy(trial -> assertThat(trial.at("/parameters/rate").asDouble()).isEqualTo(0.5));
      assertThat(last.at("/parameters/optimizer").asText()).isEqualTo("adam");
      assertThat(last.at("/parameters/rate").asDouble())
          .satisfiesAnyOf(
              rate -> assertThat(rate).isBetween(0.001, 0.01),
              rate -> assertThat(rate).isEqualTo(0.5));
    }
  }

  private static boolean isForked(String folder, JsonNode trial) {
    String number = trial.path("trial").asText();
    return Answer.to("fork", "--dir", folder, number, "rate=0.5")
        .out()
        .contains("trains a fork of trial %s next".formatted(number));
  }

  private static List<JsonNode> trials(String folder) {
    return Answer.to("export", "--dir", folder, "--format", "trials").lines().stream()
        .map(line -> new Answer(0, line, "").json())
        .toList();
  }

  @Test
  void whatMakesNoSenseIsRefusedAndChangesNothing() throws IOException {
    String spec = SmallStudy.in(temp);
    finish("run", "-f", spec, "--dir", "study", "--json");

    Answer refused = ask("extend", "--gpu-hours", "+4");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("gpuHours", "the budget has no such limit");
  }
}
