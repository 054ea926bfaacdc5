package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.fixture.Programs;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One study in which nearly every script does something else wrong, in its second epoch. */
final class ScriptsThatMisbehaveIT {

  private static final String SPEC =
      """
      study: misbehaving
      objective: {metric: loss, goal: minimize}
      parameters:
        fault:
          type: categorical
          values: [none, hangs, forks, prints, garbage, exits, nan, twice, order, killed-saving,
            disk, killed-once, raises]
      fidelity: {name: epochs, min: 1, max: 3}
      scheduler: {name: full}
      suggest: {name: grid}
      baseline: false
      trainer:
        name: process
        command: [python3, train.py]
        stopTimeLimit: 0.5
        logLimit: 1 MiB
      resources: {slots: 2}
      maxRestarts: 1
      epochTimeLimit: 10s
      """;

  private static final String SCRIPT =
      """
      import os, signal, subprocess, sys, thaw

      trial = thaw.trial()
      fault = trial.fault
      total = 0
      if trial.resume_from:
          total = int((trial.resume_from / "total").read_text())

      def save(folder):
          with open(folder / "total", "w") as file:
              file.write(str(total))
          if fault == "killed-saving" and total > 1:
              os.kill(os.getpid(), signal.SIGKILL)
          if fault == "disk" and total > 1:
              with open("/dev/full", "w") as file:
                  file.write("weights" * 10000)

      trial.checkpoint(save)
      channel = trial._connection
      for epoch in trial.epochs():
          total += 1
          bad = fault if epoch == 2 else "none"
          if bad == "hangs":
              signal.signal(signal.SIGTERM, signal.SIG_IGN)
              while True:
                  signal.pause()
          elif bad == "forks":
              deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"
              subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
              subprocess.Popen([sys.executable, "-c", deaf])
          elif bad == "prints":
              for _ in range(50):
                  print("x" * 1000000)
                  print("y" * 1000000, file=sys.stderr)
          elif bad == "garbage":
              channel._socket.sendall(b"\\x00\\xff garbage \\n")
              signal.pause()
          elif bad == "exits":
              os._exit(0)
          elif bad == "twice":
              channel.send(type="epoch", epoch=epoch, metrics={"loss": total})
          elif bad == "order":
              channel.send(type="epoch", epoch=7, metrics={"loss": total})
              signal.pause()
          elif bad == "killed-once" and not trial.resume_from:
              os.kill(os.getpid(), signal.SIGKILL)
          elif bad == "raises":
              raise ValueError("the batch\\nis empty")
          trial.report(loss=float("nan") if bad == "nan" else total)
      """;

  @TempDir private static Path temp;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode json;

  @SuppressWarnings("NullAway.Init")
  private static String table;

  @SuppressWarnings("NullAway.Init")
  private static Replay replay;

  @BeforeAll
  static void runTheStudy() throws IOException {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
    assumeTrue(Files.exists(Path.of("/dev/full")), "This system has no /dev/full.");
    Files.writeString(temp.resolve("spec.yaml"), SPEC);
    Files.writeString(temp.resolve("train.py"), SCRIPT);
    try (var run =
        ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", "study", "--json")) {
      assertThat(run.hasEndedWithin(Duration.ofMinutes(3))).isTrue();
      assertThat(run.exitCode()).as(run.err()).isZero();
      json = run.json();
      table = run.err();
    }
    replay = Replay.of(temp.resolve("study"), "misbehaving", temp.resolve("copy"));
  }

  @Test
  void endsTheStudyAndCountsWhoFailed() {
    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("started").asInt()).isEqualTo(13);
    assertThat(json.path("trials").path("failed").asInt()).isEqualTo(3);
    assertThat(json.path("trials").path("infeasible").asInt()).isEqualTo(6);
    assertThat(json.path("trials").path("completed").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "hangs, EPOCH_TIMEOUT, epochTimeLimit",
    "garbage, TRAINER_ERROR, that is no message",
    "exits, TRAINER_ERROR, ended in epoch 2 with exit code 0",
    "nan, NON_FINITE_METRIC, NaN",
    "twice, CHECKPOINT_WRITE, 'must say saved, epoch 2'",
    "order, TRAINER_ERROR, 'reported epoch (7), which must be 2'",
    "killed-saving, CHECKPOINT_WRITE, while it saved epoch 2 with exit code 137 (signal 9)",
    "disk, CHECKPOINT_WRITE, No space left on device",
    "raises, TRAINER_ERROR, in epoch 2: ValueError: the batch"
  })
  void givesTheTrialUpWithTheReasonAfterOneRestart(String fault, Failure.Kind kind, String words) {
    Trial trial = trial(fault);

    assertThat(trial.status())
        .isEqualTo(
            kind == Failure.Kind.CHECKPOINT_WRITE ? TrialStatus.FAILED : TrialStatus.INFEASIBLE);
    assertThat(replay.reasonOf(trial))
        .isInstanceOfSatisfying(
            Reason.RestartsSpent.class,
            spent -> {
              assertThat(spent.failure().kind()).isEqualTo(kind);
              assertThat(spent.failure().message()).contains(words);
              assertThat(spent.failure().message()).doesNotContain("ScriptFailed");
            });
    assertThat(replay.leases(trial)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"none, 0", "forks, 0", "prints, 0", "killed-once, 1"})
  void completesTheTrialsThatRecoverOrOnlyMakeAMess(String fault, int restarts) {
    assertThat(trial(fault).status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(trial(fault).curve().values()).containsExactly(1, 2, 3);
    assertThat(trial(fault).restarts()).isEqualTo(restarts);
  }

  @ParameterizedTest
  @CsvSource({"hangs", "exits", "killed-saving", "disk", "killed-once"})
  void goesOnFromTheLastIntactCheckpoint(String fault) {
    CheckpointRef from = replay.leases(trial(fault)).getLast().resumeFrom();

    assertThat(from).extracting(CheckpointRef::epoch).isEqualTo(1);
  }

  @Test
  void freesEverySlot() {
    StudyState end = Objects.requireNonNull(replay.state());

    assertThat(end.cluster().leases()).isEmpty();
    assertThat(end.cluster().free()).hasSize(2);
    assertThat(replay.events(StudyEvent.LeaseEnded.class))
        .hasSameSizeAs(replay.events(StudyEvent.LeaseGranted.class))
        .allMatch(StudyEvent.LeaseEnded::slotFree);
  }

  @Test
  void leavesNoProcess() throws IOException {
    Path processes = Path.of("/proc");
    assumeTrue(Files.isDirectory(processes), "This system has no /proc.");

    try (Stream<Path> all = Files.list(processes)) {
      assertThat(all.filter(ScriptsThatMisbehaveIT::isOfThisStudy)).isEmpty();
    }
  }

  private static boolean isOfThisStudy(Path process) {
    try {
      String variables = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return variables.contains("THAW_PARAMETERS=") && variables.contains(temp.toString());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void keepsTheLogsWithinTheirLimit() throws IOException {
    try (Stream<Path> logs = Files.list(temp.resolve("study/logs"))) {
      assertThat(logs).hasSize(14).allMatch(log -> log.toFile().length() <= (1 << 19) + 1000);
    }
  }

  @Test
  void showsOneLineOfAFailureAtTheEnd() {
    assertThat(table.lines().filter(line -> line.contains("had a failure; in trial")))
        .singleElement()
        .asString()
        .contains("10 trials had a failure", "ValueError: the batch")
        .doesNotContain("?", "Log:");
  }

  private static Trial trial(String fault) {
    return replay.trials().stream()
        .filter(trial -> fault.equals(trial.configuration().asMap().get("fault")))
        .findFirst()
        .orElseThrow();
  }
}
