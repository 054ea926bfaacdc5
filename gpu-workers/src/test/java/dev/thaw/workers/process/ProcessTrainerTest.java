package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessTrainerTest {

  private static final String COUNTING =
      """
      import thaw, random
      trial = thaw.trial(lr=0.1)
      total = 0.0
      if trial.resume_from:
          total = float((trial.resume_from / "total").read_text())
      trial.checkpoint(lambda folder: (folder / "total").write_text(repr(total)))
      for epoch in trial.epochs(3):
          total += trial.lr * random.Random(trial.seed * 1000 + epoch).random()
          trial.report(loss=total, epoch=epoch)
      print("after the loop")
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    Bench.needsPython();
    bench = new Bench(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Trainer.class))
        .anySatisfy(trainer -> assertThat(trainer).isInstanceOf(ProcessTrainer.class));
  }

  @Test
  void passesOnForHowLongAScriptSaysThatProcessorsWorked() throws Exception {
    bench.python(COUNTING.replace("epoch=epoch)", "processor_seconds=3 if epoch > 1 else None)"));

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1).processorSeconds()).isEmpty();
      assertThat(session.trainEpoch(2).processorSeconds()).hasValue(3);
    }
  }

  @Test
  void tellsTheScriptWhatHasChanged() throws Exception {
    bench.python(COUNTING.replace("epoch=epoch)", "rate=trial.lr)"));

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1).metrics()).containsEntry("rate", 0.25);
      session.change(Map.of("lr", 0.025));
      assertThat(session.trainEpoch(2).metrics()).containsEntry("rate", 0.025);
    }
  }

  @Test
  void canChangeParametersIfTheScriptSaysThatItLooks() {
    Map<String, Object> usual = Map.of("command", List.of("python3", "train.py"));
    Map<String, Object> looking = Map.of("command", List.of("python3", "train.py"), "online", true);
    Map<String, Object> watched =
        Map.of(
            "command",
            List.of("python3", "train.py"),
            "online",
            true,
            "metrics",
            Map.of("loss", "loss=(.*)"));

    assertThat(new ProcessTrainer().changeable(usual, Set.of("lr"))).isEmpty();
    assertThat(new ProcessTrainer().changeable(looking, Set.of("lr"))).containsExactly("lr");
    assertThat(new ProcessTrainer().changeable(watched, Set.of("lr"))).isEmpty();
  }

  @Test
  void trainsEpochByEpochAndEndsWithTheLoop() throws Exception {
    bench.python(COUNTING);

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1).metrics()).containsEntry("epoch", 1.0).containsKey("loss");
      assertThat(session.trainEpoch(2).metrics()).containsEntry("epoch", 2.0);
    }

    assertThat(bench.log()).contains("=== thaw: epoch 1 follows").contains("after the loop");
  }

  @ParameterizedTest(name = "paused after epoch {0}")
  @ValueSource(ints = {1, 2, 4})
  void goesOnFromACheckpointExactlyAsIfItHadNeverStopped(int pausedAfter) throws Exception {
    bench.python(COUNTING);
    EpochResult uninterrupted;
    try (TrainingSession session = bench.open()) {
      uninterrupted = train(session, 1, 5);
    }

    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      train(session, 1, pausedAfter);
      session.save(checkpoint);
    }
    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, pausedAfter))) {
      assertThat(train(session, pausedAfter + 1, 5)).isEqualTo(uninterrupted);
    }
  }

  @Test
  void savesBetweenEpochsAndGoesOn() throws Exception {
    bench.python(COUNTING);

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        EpochResult result = session.trainEpoch(epoch);
        Path checkpoint = bench.newFolder("checkpoint-" + epoch);
        session.save(checkpoint);
        assertThat(Files.readString(checkpoint.resolve("total")))
            .isEqualTo(String.valueOf(result.metrics().get("loss")));
      }
    }
  }

  @Test
  void leadsTheClientOfTheDocument() throws Exception {
    bench.python(clientOfTheDocument());
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      assertThat(train(session, 1, 2)).isEqualTo(EpochResult.of("loss", 0.5));
      session.save(checkpoint);
    }

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 2))) {
      assertThat(session.trainEpoch(3)).isEqualTo(EpochResult.of("loss", 0.75));
    }
  }

  private static String clientOfTheDocument() throws IOException {
    String document = Files.readString(Path.of("../docs/trainer-protocol.md"));
    String beginning = "```python\nimport json, os, socket\n";
    int from = document.indexOf(beginning) + "```python\n".length();
    return document.substring(from, document.indexOf("```", from));
  }

  @Test
  void copiesTheFileThatAScriptHasWrittenAnywhere() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            open("model.bin", "w").write("weights of %d" % epoch)
            trial.checkpoint("model.bin")
            trial.report(loss=1)
        """);
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      train(session, 1, 2);
      session.save(checkpoint);
    }

    assertThat(checkpoint.resolve("model.bin")).hasContent("weights of 2");
  }

  @Test
  void copiesTheContentOfAFolderThatAScriptHasWritten() throws Exception {
    bench.python(
        """
        import thaw, pathlib
        trial = thaw.trial()
        for epoch in trial.epochs():
            pathlib.Path("state/deep").mkdir(parents=True, exist_ok=True)
            pathlib.Path("state/deep/model.bin").write_text("weights")
            trial.checkpoint("state")
            trial.report(loss=1)
        """);
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.save(checkpoint);
    }

    assertThat(checkpoint.resolve("deep/model.bin")).hasContent("weights");
  }

  @Test
  void doesNotSaveAFileOfAnEarlierEpoch() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            if epoch == 1:
                trial.checkpoint("train.py")
            trial.report(loss=1)
        """);
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      train(session, 1, 2);
      assertThatThrownBy(() -> session.save(checkpoint))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is of another epoch than 2")
          .hasMessageContaining("trial.checkpoint(path) in every turn");
    }
    assertThat(checkpoint).isEmptyDirectory();
  }

  @Test
  void trainsAScriptWithoutCheckpointAgainFromItsStart() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        total = 0
        for epoch in trial.epochs():
            total += epoch
            trial.report(total=total)
        """);
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      train(session, 1, 3);
      session.save(checkpoint);
    }
    assertThat(bench.log()).contains("never called trial.checkpoint");

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 3))) {
      assertThat(session.trainEpoch(4).metrics()).containsExactly(Map.entry("total", 10.0));
    }
  }

  @Test
  void handsParametersOverInEveryForm() throws Exception {
    bench.python(
        """
        import json, os, sys, thaw
        trial = thaw.trial(momentum=0.9)
        print("argv", sys.argv[1:])
        print("env", os.environ["THAW_PARAM_LR"], os.environ["THAW_PARAM_OPT_NAME"])
        print("file", json.load(open(os.environ["THAW_PARAMETERS"])))
        print("params", trial.params["lr"], trial.params["opt.name"], trial.momentum)
        print("seed", trial.seed, os.environ["THAW_SEED"])
        print("trial", trial.study, trial.number, os.environ["THAW_STUDY"], os.environ["THAW_TRIAL"])
        print("gpus [%s]" % os.environ["CUDA_VISIBLE_DEVICES"], os.environ["OWN"])
        """);
    bench.parameters.put("opt.name", "sgd");
    bench
        .with("env", Map.of("OWN", "run-{trial}"))
        .with(
            "command",
            List.of(
                "python3", "train.py", "--lr={lr}", "{opt.name}", "{wd:none}", "{{x}}", "{seed}"));

    // It has no loop, and so ends before its first epoch.
    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1)).hasMessageContaining("exit code 0");
    }

    assertThat(bench.log())
        .contains("argv ['--lr=0.25', 'sgd', 'none', '{x}', '42']")
        .contains("env 0.25 sgd")
        .contains("file {'lr': 0.25, 'opt.name': 'sgd'}")
        .contains("params 0.25 sgd 0.9")
        .contains("seed 42 42")
        .contains("trial a study 7 a study 7")
        .contains("gpus [] run-7");
  }

  @Test
  void refusesAPlaceholderWithoutAValue() throws Exception {
    bench.python(COUNTING).with("command", List.of("python3", "train.py", "{mometum}"));

    assertThatThrownBy(() -> bench.open())
        .isInstanceOf(ScriptFailed.class)
        .hasMessageContaining("placeholder ({mometum})")
        .hasMessageContaining("[study, trial, seed, lr]");
  }

  @Test
  void passesNonFiniteMetricsOn() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            trial.report(a=float("nan"), b=float("inf"), c=-float("inf"), d=1e-300)
        """);

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1).metrics())
          .isEqualTo(
              Map.of(
                  "a",
                  Double.NaN,
                  "b",
                  Double.POSITIVE_INFINITY,
                  "c",
                  Double.NEGATIVE_INFINITY,
                  "d",
                  1e-300));
    }
  }

  @Test
  void isNotDisturbedByMegabytesOfOutput() throws Exception {
    bench.python(
        """
        import sys, thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            for _ in range(20):
                print("x" * 1000000)
                print("y" * 100000, file=sys.stderr)
            trial.report(loss=epoch)
        """);

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1)).isEqualTo(EpochResult.of("loss", 1));
    }

    assertThat(folder.resolve("logs/trial-00007.log").toFile().length()).isGreaterThan(22_000_000);
  }

  @Test
  void anInterruptEndsAScriptThatHangs() throws Exception {
    Path fifo = fifo();
    bench
        .python(
            """
            import signal, thaw
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            trial = thaw.trial()
            for epoch in trial.epochs():
                open("fifo", "w").write("here")
                signal.pause()
            """)
        .with("stopTimeLimit", 0.2);
    TrainingSession session = bench.open();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = Thread.ofPlatform().start(() -> thrown.set(failureOf(session, 1)));
    assertThat(Files.readString(fifo)).isEqualTo("here");

    thread.interrupt();
    thread.join();
    session.close();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anInterruptWhileOpeningLeavesNothing() throws Exception {
    Path fifo = fifo();
    bench.python("import time; open('fifo', 'w').write('here'); time.sleep(1000)");
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    bench.open().close();
                  } catch (Exception e) {
                    failure.complete(e);
                  }
                });
    assertThat(Files.readString(fifo)).isEqualTo("here");

    thread.interrupt();

    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    thread.join();
  }

  @Test
  void killsAScriptThatDoesNotEndWhenToldTo() throws Exception {
    bench
        .python(
            """
            import signal, thaw
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            trial = thaw.trial()
            for epoch in trial.epochs():
                trial.report(loss=1)
            signal.pause()
            """)
        .with("stopTimeLimit", 0.2);

    TrainingSession session = bench.open();
    session.trainEpoch(1);
    session.close();

    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void aScriptKilledWhileItSavesIsAFailedSave() throws Exception {
    bench.python(
        """
        import os, signal, thaw
        trial = thaw.trial()
        def save(folder):
            (folder / "half").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
        trial.checkpoint(save)
        for epoch in trial.epochs():
            trial.report(loss=1)
        """);

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      Path checkpoint = bench.newFolder("checkpoint");
      assertThatThrownBy(() -> session.save(checkpoint))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("while it saved epoch 1 with exit code 137");
    }
  }

  @Test
  void aFullDiskIsAFailedSave() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "This system has no /dev/full.");
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        def save(folder):
            (folder / "half").write_text("half")
            with open("/dev/full", "w") as file:
                file.write("weights" * 10000)
        trial.checkpoint(save)
        for epoch in trial.epochs():
            trial.report(loss=1)
        """);

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      Path checkpoint = bench.newFolder("checkpoint");
      assertThatThrownBy(() -> session.save(checkpoint))
          .isInstanceOf(ScriptFailed.class)
          .hasMessageContaining("while it saved epoch 1: OSError: [Errno 28] No space left");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsGrandchildrenThatLeftItsGroupAndIgnoreTerm() throws Exception {
    bench.python(
        """
        import subprocess, sys, thaw
        deaf = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True); signal.pause()"
        trial = thaw.trial()
        for epoch in trial.epochs():
            children = [
                subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=own)
                for own in (True, False)
            ]
            for child in children:
                child.stdout.read(1)
            trial.report(first=children[0].pid, second=children[1].pid)
        """);
    Map<String, Double> pids;
    try (TrainingSession session = bench.open()) {
      pids = session.trainEpoch(1).metrics();
      assertThat(pids.values()).allMatch(pid -> runs(pid.longValue()));
    }

    assertThat(pids.values()).noneMatch(pid -> runs(pid.longValue()));
  }

  @Test
  void removesItsTemporaryFiles() throws Exception {
    bench.python(
        """
        import os, thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            open("where", "w").write(os.environ["THAW_PARAMETERS"])
            trial.report(loss=1)
        """);
    Path parameters;
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      parameters = Path.of(Files.readString(folder.resolve("where")));
      assertThat(parameters).exists();
    }

    assertThat(parameters.getParent()).doesNotExist();
  }

  @ParameterizedTest(name = "by the protocol: {0}")
  @ValueSource(booleans = {true, false})
  void knowsAllItsProcesses(boolean speaks) throws Exception {
    bench.python(
        """
        import os, subprocess, sys, thaw
        trial = thaw.trial() if len(sys.argv) == 1 else None
        waits = "import signal; print(1, flush=True); signal.pause()"
        other = subprocess.Popen(
            [sys.executable, "-c", waits], stdout=subprocess.PIPE, start_new_session=True
        )
        other.stdout.read(1)
        print(f"loss={other.pid} own={os.getpid()}")
        for epoch in trial.epochs() if trial else [other.wait()]:
            trial.report(loss=other.pid, own=os.getpid())
        """);
    if (!speaks) {
      bench
          .with("command", List.of("python3", "train.py", "alone"))
          .with("metrics", Map.of("loss", "loss=([0-9]+)", "own", "own=([0-9]+)"));
    }

    try (TrainingSession session = bench.open()) {
      Map<String, Double> pids = session.trainEpoch(1).metrics();
      assertThat(session.processes())
          .containsExactlyInAnyOrderElementsOf(
              pids.values().stream().map(Double::longValue).toList());
    }
    assertThat(new ProcessTrainer().usesGpu(bench.options)).isTrue();
  }

  @Test
  void sessionsInARowLeaveNoThread() throws Exception {
    bench.python(COUNTING);

    for (int i = 0; i < 5; i++) {
      try (TrainingSession session = bench.open()) {
        session.trainEpoch(1);
      }
    }

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("thaw-channel")) {
        thread.join();
      }
    }
  }

  /** Not so one that has ended, though nobody has asked for its exit code yet. */
  private static boolean runs(long pid) {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private static Throwable failureOf(TrainingSession session, int epoch) {
    try {
      return new AssertionError("trained: " + session.trainEpoch(epoch));
    } catch (Exception e) {
      return e;
    }
  }

  private static EpochResult train(TrainingSession session, int first, int last) throws Exception {
    EpochResult result = session.trainEpoch(first);
    for (int epoch = first + 1; epoch <= last; epoch++) {
      result = session.trainEpoch(epoch);
    }
    return result;
  }
}
