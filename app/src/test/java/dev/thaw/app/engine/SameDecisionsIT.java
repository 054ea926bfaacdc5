package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.Programs;
import dev.thaw.core.study.StudyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same study decides the same, whichever language trains its trials. */
final class SameDecisionsIT {

  private static final String SPEC =
      """
      study: same
      objective: {metric: loss, goal: minimize}
      parameters:
        x: {type: integer, min: 1, max: 99}
      fidelity: {name: epochs, min: 1, max: 9}
      scheduler: {name: asha, eta: 3}
      trainer: %s
      resources: {slots: 1}
      budget: {trials: 12}
      seed: 11
      """;

  private static final String PYTHON =
      """
      import thaw
      trial = thaw.trial()
      x, total = trial.x, 100000
      if trial.resume_from:
          total = int((trial.resume_from / "total").read_text())
      trial.checkpoint(lambda folder: (folder / "total").write_text(str(total)))
      for epoch in trial.epochs():
          total -= (900 - (x - 40) * (x - 40) // 4) * (x % 7 + 1) // epoch
          trial.report(loss=total)
      """;

  private static final String SHELL =
      """
      x=$1
      total=100000
      for epoch in 1 2 3 4 5 6 7 8 9; do
        total=$((total - (900 - (x - 40) * (x - 40) / 4) * (x % 7 + 1) / epoch))
        echo "loss=$total"
      done
      """;

  @TempDir private Path temp;

  @Test
  void inJavaPythonAndShell() throws IOException {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
    Files.writeString(temp.resolve("train.py"), PYTHON);
    Files.writeString(temp.resolve("train.sh"), SHELL);

    List<String> java = decisions("java", "{name: formula}");
    List<String> python =
        decisions("python", "{name: process, command: [python3, train.py], stopTimeLimit: 5}");
    List<String> shell =
        decisions(
            "shell",
            "{name: process, command: [sh, train.sh, '{x}'], metrics: {loss: 'loss=([-0-9]+)'}}");

    assertThat(java)
        .anyMatch(event -> event.contains("resumeFrom=CheckpointRef"))
        .anyMatch(event -> event.startsWith("TrialCompleted"))
        .anyMatch(event -> event.startsWith("PauseOrdered"));
    assertThat(python).isEqualTo(java);
    assertThat(shell).isEqualTo(java);
  }

  private List<String> decisions(String folder, String trainer) throws IOException {
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(trainer));
    try (var run =
        ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", folder, "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    Replay replay = Replay.of(temp.resolve(folder), "same", temp.resolve(folder + "-copy"));
    return replay.events(StudyEvent.class).stream()
        .filter(SameDecisionsIT::isAboutTraining)
        .map(event -> event.toString().replaceAll("seconds=[-0-9.E]+", "seconds=?"))
        .toList();
  }

  /** Not who trains, nor when the answers of its process and its disk arrive. */
  private static boolean isAboutTraining(StudyEvent event) {
    return !(event instanceof StudyEvent.StudyOpened
        || event instanceof StudyEvent.NodeAdded
        || event instanceof StudyEvent.LeaseStarted
        || event instanceof StudyEvent.CheckpointRecorded);
  }
}
