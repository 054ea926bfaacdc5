package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.Programs;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study whose scripts sleep when the program is told to end. */
final class TerminatedScriptsIT {

  private static final String SPEC =
      """
      study: sleeping
      objective: {metric: loss, goal: minimize}
      parameters: {x: {type: categorical, values: [a, b]}}
      fidelity: {name: epochs, min: 1, max: 2}
      scheduler: {name: full}
      suggest: {name: grid}
      baseline: false
      trainer:
        name: process
        command: [sh, train.sh]
        env: {AWAKE: %s}
        metrics: {loss: "loss=(.*)"}
      resources: {slots: 2, gpusPerTrial: 0}
      maxRestarts: 0
      """;

  private static final String SCRIPT =
      """
      echo loss=1
      [ -e "$AWAKE" ] || sleep 1000
      echo loss=2
      """;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"", "trap '' TERM\n"})
  void leavesNoProcessWhenItIsTerminated(String first) throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "This system has no /proc.");
    prepare(first + SCRIPT);

    terminate();

    assertThat(scripts()).isZero();
  }

  @Test
  void goesOnWithoutHavingCountedARestart() throws IOException {
    prepare(SCRIPT);
    terminate();
    Files.createFile(awake());

    try (var again = run()) {
      assertThat(again.exitCode()).as(again.err()).isZero();
    }

    Replay replay = Replay.of(temp.resolve("study"), "sleeping", temp.resolve("copy"));
    assertThat(replay.trials())
        .hasSize(2)
        .allMatch(trial -> trial.status() == TrialStatus.COMPLETED && trial.restarts() == 0);
    assertThat(replay.events(StudyEvent.LeaseGranted.class)).hasSize(4);
  }

  private void terminate() {
    try (var run = run().awaitThat(() -> scripts() >= 4)) {
      run.terminate();

      assertThat(run.hasEndedWithin(Duration.ofSeconds(15))).as(run.err()).isTrue();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(128 + 15);
      assertThat(run.err()).contains("Nothing is lost").doesNotContain("\tat ");
    }
  }

  private ThawProcess run() {
    return ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", "study");
  }

  private void prepare(String script) throws IOException {
    assumeTrue(Programs.has("setsid"), "There is no setsid on this machine.");
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(awake()));
    Files.writeString(temp.resolve("train.sh"), script);
  }

  private Path awake() {
    return temp.resolve("awake");
  }

  /** How many processes the scripts of this study are; two each, as the shell waits for a sleep. */
  private long scripts() {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(this::isOfThisStudy).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean isOfThisStudy(Path process) {
    try {
      String variables = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return variables.contains("THAW_PARAMETERS=") && variables.contains(temp.toString());
    } catch (IOException e) {
      return false;
    }
  }
}
