package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.engine.ThawProcess;
import dev.thaw.app.fixture.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code thaw ensemble} averages what a script left in its checkpoints. */
final class EnsembleCommandIT {

  private static final String SPEC =
      """
      study: ensemble
      objective:
        metric: loss
        goal: minimize
        also: [{metric: size, goal: minimize}]
      parameters:
        spread: {type: real, min: 0.5, max: 2.0}
      fidelity: {name: epochs, min: 1, max: 3}
      scheduler: {name: asha}
      trainer: {name: process, command: [python3, train.py], workingDirectory: "%s"}
      resources: {slots: 1}
      budget: {trials: 5}
      """;

  private static final String SCRIPT =
      """
      import json, math, random, thaw
      trial = thaw.trial()
      truth = [random.Random(row).randrange(2) for row in range(100)]
      trial.checkpoint(lambda folder: (folder / "model").write_text("all of it"))
      for epoch in trial.epochs():
          noise = random.Random(trial.seed + epoch)
          ones = []
          for label in truth:
              logit = (1 if label else -1) + trial.spread * noise.gauss(0, 1)
              ones.append(1 / (1 + math.exp(-logit)))
          loss = -sum(math.log(p if label else 1 - p) for p, label in zip(ones, truth)) / 100
          trial.predictions([[1 - p, p] for p in ones])
          trial.report(loss=loss, size=trial.spread)
      """;

  @TempDir private Path temp;

  @Test
  void ofAPythonScriptWithTwoObjectives() throws Exception {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
    Files.writeString(temp.resolve("train.py"), SCRIPT);
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(temp));
    JsonNode summary;
    try (var run =
        ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", "study", "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      summary = run.json();
    }
    assertThat(summary.path("front").path("trials")).isNotEmpty();

    String study = temp.resolve("study").toString();
    Answer missing = Answer.to("ensemble", "--dir", study);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(missing.err()).contains("truth.json", "Maybe --truth labels.npy.");

    Path truth = temp.resolve("truth.json");
    Process labels =
        new ProcessBuilder(
                "python3",
                "-c",
                "import json, random; print(json.dumps([random.Random(row).randrange(2) for row in"
                    + " range(100)]))")
            .redirectOutput(truth.toFile())
            .start();
    assertThat(labels.waitFor()).isZero();
    Answer answer =
        Answer.to("ensemble", "--dir", study, "--truth", truth.toString(), "--size", "8", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode ensemble = answer.json();
    assertThat(ensemble.path("models").asInt()).isEqualTo(5);
    assertThat(ensemble.path("ensembleLoss").asDouble())
        .isLessThanOrEqualTo(ensemble.path("bestLoss").asDouble());
    assertThat(ensemble.path("heldOut").path("rows").asInt()).isEqualTo(50);
    assertThat(Answer.to("show", "--dir", study).out()).contains("Pareto front: ");
    assertThat(Answer.to("ensemble", "--dir", study, "--loss", "hinge").err())
        .contains("--loss (hinge) must be error, cross-entropy or squared-error.");
  }
}
