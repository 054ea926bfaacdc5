package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.thaw.app.engine.ThawProcess;
import dev.thaw.app.fixture.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code thaw best --command} prints trains the winner again. */
final class BestCommandIT {

  private static final String SPEC =
      """
      study: winner
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log}
        width: {type: integer, min: 1, max: 9}
        name: {type: categorical, values: ["it's", "two words"]}
      fidelity: {name: epochs, min: 1, max: 4}
      trainer:
        name: process
        command: %s
        workingDirectory: "%s"
        %s
      resources: {slots: 1}
      budget: {trials: 4}
      seed: 5
      """;

  private static final String PYTHON =
      """
      import random, thaw
      trial = thaw.trial()
      total = 0.0
      for epoch in trial.epochs():
          total = 10.0 if epoch == 1 else total - trial.rate
          total += random.Random(trial.seed + epoch).random() * len(trial.name) * trial.width
          trial.report(loss=total)
      print("again:", repr(total))
      """;

  private static final String SHELL =
      """
      rate=$1
      for epoch in $(seq ${THAW_EPOCHS:-4}); do
        echo "epoch $epoch loss=$rate$epoch$THAW_SEED"
      done
      echo "again: $rate$epoch$THAW_SEED"
      """;

  @TempDir private Path temp;

  @Test
  void ofAPythonScriptInAFolderWithAnOddName() throws Exception {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
    trainsTheSame("train.py", PYTHON, "[python3, train.py]", "");
  }

  @Test
  void ofAShellScriptWithPlaceholders() throws Exception {
    trainsTheSame(
        "train.sh", SHELL, "[sh, train.sh, \"{width}\"]", "metrics: {loss: 'loss=([-0-9.]+)'}");
  }

  private void trainsTheSame(String file, String script, String command, String more)
      throws Exception {
    Path source = Files.createDirectory(temp.resolve("it's a project"));
    Files.writeString(source.resolve(file), script);
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(command, source, more));
    double best;
    try (var run =
        ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", "study", "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      best = run.json().path("best").path("value").asDouble();
    }

    // What is trained again is what was trained.
    Files.writeString(source.resolve(file), "exit 1");
    String study = temp.resolve("study").toString();
    Answer answer = Answer.to("best", "--dir", study, "--command");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.lines()).hasSize(1);
    assertThat(Answer.to("best", "--dir", study, "--command", "--json").json().path("command"))
        .isEqualTo(new TextNode(answer.lines().getFirst()));
    String said = shell(answer.lines().getFirst());
    assertThat(Double.parseDouble(said.substring(said.lastIndexOf("again: ") + 7))).isEqualTo(best);
  }

  @Test
  void ofAnotherTrainerThereIsNone() throws Exception {
    try (var run =
        ThawProcess.start(
            temp, List.of(), "run", "-f", SmallStudy.in(temp), "--dir", "study", "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    Answer answer = Answer.to("best", "--dir", temp.resolve("study").toString(), "--command");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err())
        .contains("trainer.name (counting) must be process for --command", "Maybe");
  }

  private static String shell(String line) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }
}
