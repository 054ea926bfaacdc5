package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.FakeGpus;
import dev.thaw.app.fixture.Programs;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on GPUs that are there only in a fake driver's library, as their user would run them. */
final class GpuStudyIT {

  private static final String SPEC =
      """
      study: gpus
      objective: {metric: loss, goal: minimize}
      parameters:
        n: {type: ordinal, values: %s}
      fidelity: {name: epochs, min: 1, max: %d}
      scheduler: {name: full}
      suggest: {name: grid}
      baseline: false
      trainer: {name: process, command: [python3, train.py], stopTimeLimit: 2, snapshot: false}
      resources: %s
      epochTimeLimit: 1m
      """;

  // What the scripts of all tests begin with. What a script says of itself lies in a file of its
  // own; who is there now lies in another folder, as long as its process lives.
  private static final String PRELUDE =
      """
      import os, pathlib, sys, time, thaw

      trial = thaw.trial()
      gpu = os.environ["CUDA_VISIBLE_DEVICES"]
      said, here = pathlib.Path("../said"), pathlib.Path("../here")
      me = here / str(os.getpid())
      (said / f"{trial.n}-{time.monotonic_ns()}").write_text(gpu)
      me.write_text(gpu)

      def others():
          def lives(mark):
              try:
                  os.kill(int(mark.name), 0)
                  return True
              except ProcessLookupError:
                  return False
          return [m for m in here.iterdir() if m != me and m.exists() and lives(m)]

      def wait_until(condition):
          patience = time.monotonic() + 40
          while not condition():
              if time.monotonic() > patience:
                  raise RuntimeError("that did not come")
              time.sleep(0.01)

      def tell(line):
          with open(os.environ["FAKE_NVML_CONTROL"], "a") as control:
              control.write(line + "\\n")

      def hold(gib):
          tell(f"holds@0@{os.getpid()} {gib << 30}")

      trial.checkpoint(lambda folder: (folder / "state").write_text("state"))
      """;

  private static final String ONE_EPOCH =
      """
      for epoch in trial.epochs():
          trial.report(loss=trial.n)
      """;

  private static final List<String> QUICK =
      List.of("-Dthaw.worker.gpu.memory-patience=500ms", "-Dthaw.worker.gpu.look-every=100ms");

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private FakeGpus gpus;

  @BeforeEach
  void buildTheDriver() throws IOException, InterruptedException {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
    gpus = FakeGpus.in(temp.resolve("driver"));
    for (String folder : List.of("code", "said", "here")) {
      Files.createDirectories(temp.resolve(folder));
    }
  }

  @Test
  void trainsOnTheIdleGpuByItsUuidAndLeavesTheOtherAlone() throws IOException {
    study("{slots: 4, slotsPerGpu: 1}", 3, 1, ONE_EPOCH);

    try (var run = start()) {
      assertThat(run.exitCode()).as(run.err()).isZero();

      assertThat(said()).hasSize(4).containsOnly(FakeGpus.UUIDS.getFirst());
      assertThat(run.err())
          .contains("thaw: GPU 1 (Fake H200) is used by somebody else: process 4711 holds 12");
    }
  }

  @Test
  void trainsTwoTrialsAtOnceOnOneGpu() throws IOException {
    study(
        "{slots: 4, slotsPerGpu: 2}",
        1,
        1,
        """
        wait_until(lambda: len(others()) == 1)
        """
            + ONE_EPOCH
            + """
            time.sleep(0.3)
            """);

    try (var run = start()) {
      assertThat(run.exitCode()).as(run.err()).isZero();

      assertThat(said()).hasSize(2).containsOnly(FakeGpus.UUIDS.getFirst());
    }
  }

  @Test
  void givesOneTrialSeveralGpusAndAPlaceToMeet() throws IOException {
    gpus.tell("busy@1 0");
    study(
        "{slots: 2, gpusPerTrial: 2}",
        1,
        1,
        """
        (said / "meeting").write_text(" ".join(os.environ[name] for name in (
            "MASTER_ADDR", "PET_MASTER_ADDR", "PET_NNODES", "PET_NPROC_PER_NODE")))
        """
            + ONE_EPOCH);

    try (var run = start()) {
      assertThat(run.exitCode()).as(run.err()).isZero();

      assertThat(said()).containsOnly(String.join(",", FakeGpus.UUIDS), "127.0.0.1 127.0.0.1 1 2");
    }
  }

  @Test
  void refusesMoreGpusForATrialThanThereAre() throws IOException {
    study("{slots: 1, gpusPerTrial: 3}", 1, 1, ONE_EPOCH);

    try (var run = start()) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .startsWith(
              "thaw: resources.gpusPerTrial (3) must be at most 2, the GPUs of this machine.\n"
                  + "Maybe ")
          .doesNotContain("\tat ");
      assertThat(temp.resolve("study/spec.json")).doesNotExist();
    }
  }

  @Test
  void refusesASettingThatCannotWork() throws IOException {
    study("{slots: 1}", 1, 1, ONE_EPOCH);

    try (var run = start("-Dthaw.worker.gpu.packing-max=0")) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("thaw: a setting is wrong: thaw.worker.gpu.packing-max (0) must be")
          .doesNotContain("\tat ");
      assertThat(temp.resolve("study")).doesNotExist();
    }
  }

  @Test
  void waitsForAGpuThatSomebodyElseStillUses() throws IOException {
    study("{slots: 1, gpusPerTrial: 2}", 1, 1, ONE_EPOCH);

    try (var run = start()) {
      run.awaitThat(() -> run.err().contains("a trial needs 2 GPUs of one model"));
      assertThat(said()).isEmpty();

      gpus.tell("busy@1 0");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(said()).hasSize(2).containsOnly(String.join(",", FakeGpus.UUIDS));
    }
  }

  @Test
  void quarantinesASlotWhoseMemoryDoesNotComeBackUntilItDoes() throws IOException {
    gpus.tell("busy@1 0");
    study(
        "{slots: 2, slotsPerGpu: 1}",
        9,
        1,
        """
        leaked = pathlib.Path("../leaked")
        if trial.n > 4:
            wait_until(pathlib.Path("../released").exists)
        """
            + ONE_EPOCH
            + """
            if gpu == "GPU-00000000-fake" and not leaked.exists():
                leaked.write_text("")
                tell(f"used@0 {5 << 30}")
            """);

    try (var run = start();
        var show = quarantined(run)) {
      assertThat(show.out())
          .contains("slot local/0 in quarantine: ", FakeGpus.UUIDS.getFirst(), "5.0 GiB");
      assertThat(temp.resolve("study/thaw.log"))
          .content()
          .contains("Slot 0 is taken out of the offer. ");
      run.awaitThat(() -> on(1).size() >= 4);
      assertThat(on(0)).hasSize(1);

      gpus.tell("used@0 " + (4 << 20));
      run.awaitThat(() -> on(0).size() == 2);
      Files.createFile(temp.resolve("released"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().path("trials").path("completed").asInt()).isEqualTo(10);
      assertThat(run.json().path("quarantined")).isEmpty();
    }
  }

  /** What the show command says as soon as a slot is in quarantine. */
  private ThawProcess quarantined(ThawProcess run) throws IOException {
    run.awaitThat(() -> contains(temp.resolve("study/status.json"), "5.0 GiB"));
    var show = ThawProcess.start(temp, List.of(), "show", "--dir", "study");
    assertThat(show.exitCode()).as(show.err()).isZero();
    return show;
  }

  @Test
  void triesATrialAloneThatRanOutOfMemoryBesideAnother() throws IOException {
    study(
        "{slots: 2, slotsPerGpu: 2}",
        1,
        3,
        """
        first = not list(said.glob(f"{trial.n}-failed"))
        for epoch in trial.epochs():
            if trial.n == 0 and first:
                wait_until(others)
            if trial.n == 0 and others():
                (said / "0-failed").write_text(gpu)
                raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has")
            if trial.n == 1 and not (said / "0-failed").exists():
                wait_until((said / "0-failed").exists)
            trial.report(loss=trial.n)
        """);

    try (var run = start()) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    Replay replay = replay();
    assertThat(replay.events(StudyEvent.TrialUnpacked.class)).hasSize(1);
    assertThat(replay.trials())
        .allSatisfy(trial -> assertThat(trial.status()).isEqualTo(TrialStatus.COMPLETED))
        .allSatisfy(trial -> assertThat(trial.restarts()).isZero());
  }

  @Test
  void givesUpATrialThatRunsOutOfMemoryOnEveryGpu() throws IOException {
    gpus.tell("busy@1 0");
    study(
        "{slots: 2, slotsPerGpu: 1}",
        1,
        1,
        """
        if trial.n == 0:
            wait_until(lambda: list(said.glob("1-*")) and not others())
            time.sleep(2)
            raise RuntimeError("CUDA out of memory. Tried to allocate 200.00 GiB. GPU 0 has")
        """
            + ONE_EPOCH);

    try (var run = start()) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    Replay replay = replay();
    StudyEvent.TrialInfeasible gaveUp = replay.events(StudyEvent.TrialInfeasible.class).getFirst();
    assertThat(gaveUp.reason())
        .isInstanceOfSatisfying(
            Reason.CannotBeTrained.class,
            why -> assertThat(why.failure().kind()).isEqualTo(Failure.Kind.OUT_OF_MEMORY));
    assertThat(slots(replay, gaveUp.trial())).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void packsTrialsOnAGpuOnceTheirMemoryIsKnown() throws IOException {
    study("{slots: 4}", 5, 1, holding(40));

    try (var run = start("-Dthaw.worker.gpu.packing-after=2")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    // 140 GiB hold two of 40 GiB with their margin, and not three.
    assertThat(mostAtOnce()).isEqualTo(2);
    assertThat(said().stream().filter("alone"::equals)).hasSizeBetween(2, 3);
  }

  @Test
  void packsWhereAContainerHidesTheProcesses() throws IOException {
    gpus.tell("hiddenprocesses@0 1");
    study("{slots: 4}", 5, 1, holding(40));

    try (var run = start("-Dthaw.worker.gpu.packing-after=2")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().path("trials").path("completed").asInt()).isEqualTo(6);
    }

    assertThat(mostAtOnce()).isEqualTo(2);
  }

  /** Trials that hold memory, and after the first two wait a while for company. */
  private static String holding(int gib) {
    return """
    hold(%d)
    for epoch in trial.epochs():
        patience = time.monotonic() + (5 if len(list(said.glob("*-*"))) > 2 else 0)
        while time.monotonic() < patience and not others():
            time.sleep(0.01)
        (said / f"company{trial.n}").write_text("with %%d" %% len(others()) if others() else "alone")
        time.sleep(0.3)
        trial.report(loss=trial.n)
    """
        .formatted(gib);
  }

  private int mostAtOnce() {
    return IntStream.range(1, 10)
            .filter(others -> said().contains("with " + others))
            .max()
            .orElse(0)
        + 1;
  }

  /** Writes a study of the trials 0 to the last. */
  private void study(String resources, int last, int epochs, String script) throws IOException {
    List<Integer> numbers = IntStream.rangeClosed(0, last).boxed().toList();
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(numbers, epochs, resources));
    Files.writeString(temp.resolve("code/train.py"), PRELUDE + script);
  }

  private ThawProcess start(String... options) {
    List<String> all = new ArrayList<>(QUICK);
    all.addAll(List.of(options));
    String folder = "trainer.workingDirectory=" + temp.resolve("code");
    return ThawProcess.start(
        temp,
        gpus.environment(),
        all,
        "run",
        "-f",
        "spec.yaml",
        "--dir",
        "study",
        "--json",
        "--set",
        folder);
  }

  private Replay replay() throws IOException {
    return Replay.of(temp.resolve("study"), "gpus", temp.resolve("copy"));
  }

  private static List<Slot> slots(Replay replay, int trial) {
    return replay.events(StudyEvent.LeaseGranted.class).stream()
        .filter(lease -> lease.trial() == trial)
        .map(StudyEvent.LeaseGranted::slot)
        .toList();
  }

  /** What the scripts have said so far, in no order. */
  private List<String> said() {
    try (Stream<Path> files = Files.list(temp.resolve("said"))) {
      return files.map(GpuStudyIT::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that trained on one of the GPUs. */
  private List<String> on(int gpu) {
    return said().stream().filter(FakeGpus.UUIDS.get(gpu)::equals).toList();
  }

  private static boolean contains(Path file, String text) {
    return Files.exists(file) && read(file).contains(text);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
