package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.workers.gpu.GpuInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on a real GPU; skipped where there is none, or no PyTorch that can use it. */
@Tag("gpu")
final class RealGpuStudyIT {

  private static final Path CODE =
      Path.of("..", "examples", "python", "torch-cnn").toAbsolutePath().normalize();

  private static final String SPEC =
      """
      study: real
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-3, max: 0.1, scale: log, default: 1e-2}
      fidelity: {name: epochs, min: 1, max: 4}
      scheduler: {name: %s}
      suggest: {name: random}
      trainer:
        name: process
        command: [python3, train.py]
        workingDirectory: %s
        env: {CNN_BALLAST_GIB: "%s"}
      resources: {slots: 2, slotsPerGpu: 2}
      budget: {trials: %d}
      """;

  private static final Pattern IN_USE =
      Pattern.compile("GPU memory at the start: \\d+ MiB mine, (\\d+) MiB in use by all");

  @TempDir private Path temp;

  @BeforeAll
  static void needsAGpuWithPyTorch() throws IOException, InterruptedException {
    try (var gpus = GpuInventory.ofThisMachine()) {
      assumeTrue(!gpus.read().gpus().isEmpty(), "This machine has no NVIDIA GPU.");
    }
    assumeTrue(seesCuda(), "There is no python3 with a PyTorch that can use the GPU.");
  }

  private static boolean seesCuda() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import torch; assert torch.cuda.is_available()")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void everyTrialFindsTheMemoryThatTheOnesBeforeItHad() throws IOException {
    try (var run = run("asha", "0", 8, "--set", "resources={slots: 1, slotsPerGpu: 1}")) {
      assertThat(run.hasEndedWithin(Duration.ofMinutes(8))).isTrue();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().path("quarantined")).isEmpty();
    }

    List<Long> inUse = inUseAtTheStarts();
    assertThat(inUse).hasSizeGreaterThanOrEqualTo(8);
    assertThat(inUse)
        .allSatisfy(mib -> assertThat(mib).isLessThanOrEqualTo(Collections.min(inUse) + 256));
  }

  @Test
  void aTrialThatWantsMoreThanTheGpuHasIsInfeasible() throws IOException {
    try (var run = run("full", "1000000", 1)) {
      assertThat(run.hasEndedWithin(Duration.ofMinutes(8))).isTrue();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
    }

    assertThat(
            Replay.of(temp.resolve("study"), "real", temp.resolve("copy"))
                .events(StudyEvent.TrialInfeasible.class))
        .singleElement()
        .extracting(StudyEvent.TrialInfeasible::reason)
        .isInstanceOfSatisfying(
            Reason.CannotBeTrained.class,
            why -> assertThat(why.failure().kind()).isEqualTo(Failure.Kind.OUT_OF_MEMORY));
  }

  private ThawProcess run(String scheduler, String ballast, int trials, String... more)
      throws IOException {
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(scheduler, CODE, ballast, trials));
    List<String> arguments =
        new ArrayList<>(List.of("run", "-f", "spec.yaml", "--dir", "study", "--json"));
    arguments.addAll(List.of(more));
    return ThawProcess.start(
        temp, List.of("-Dthaw.worker.parked-sessions=0"), arguments.toArray(String[]::new));
  }

  private List<Long> inUseAtTheStarts() throws IOException {
    List<Long> all = new ArrayList<>();
    try (Stream<Path> logs = Files.list(temp.resolve("study/logs"))) {
      for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
        Matcher found = IN_USE.matcher(Files.readString(log));
        while (found.find()) {
          all.add(Long.parseLong(found.group(1)));
        }
      }
    }
    return all;
  }
}
