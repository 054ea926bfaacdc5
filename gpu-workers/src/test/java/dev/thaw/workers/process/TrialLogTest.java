package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where what scripts print goes, and how much of it is kept. */
class TrialLogTest {

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    bench = new Bench(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void liesInTheStudysFolder() throws Exception {
    bench.shell("echo here; echo loss=1").with("metrics", Map.of("loss", "loss=([0-9]+)"));

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(folder.resolve("logs/trial-00007.log")).content().contains("here");
  }

  @Test
  void liesInAFolderOfItsStudyWhereTheOptionNamesOne() throws Exception {
    bench
        .shell("echo here; echo loss=1")
        .with("metrics", Map.of("loss", "loss=([0-9]+)"))
        .with("logs", folder.resolve("all").toString());

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(folder.resolve("all/a_study/trial-00007.log")).content().contains("here");
    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void takesNoMoreRoomThanItsLimitAllows() throws Exception {
    Bench.needsPython();
    bench
        .python(
            """
            import thaw
            trial = thaw.trial()
            for epoch in trial.epochs():
                for _ in range(10000):
                    print("x" * 99)
                trial.report(loss=1)
            """)
        .with("logLimit", "128 KiB");

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 5; epoch++) {
        session.trainEpoch(epoch);
      }
    }

    Path log = folder.resolve("logs/trial-00007.log");
    assertThat(Files.size(log)).isLessThan(65 << 10);
    assertThat(Files.size(folder.resolve("logs/trial-00007.log.1"))).isEqualTo(64 << 10);
    assertThat(log).content().contains("128 KiB", "older lines are in trial-00007.log.1", "xxx");
  }

  @Test
  void theLastLinesAreKnownAfterAMillionOthers() throws Exception {
    bench
        .shell("yes | head -n 1000000; echo 'CUDA out of memory'; exit 1")
        .with("metrics", Map.of("loss", "loss=([0-9]+)"))
        .with("logLimit", "64 KiB");

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOfSatisfying(
              ScriptFailed.class,
              failure -> assertThat(failure.kind()).isEqualTo(ScriptFailed.Kind.OUT_OF_MEMORY))
          .hasMessageContaining("| CUDA out of memory");
    }
  }

  /** Each of a few cuts would lose some lines if the script went on meanwhile. */
  @Test
  void noMetricIsLostWhileItIsCut() throws Exception {
    Bench.needsPython();
    int epochs = 200_000;
    bench
        .python(
            """
            for epoch in range(1, %d + 1):
                print(f"loss={epoch}", "." * 100)
            """
                .formatted(epochs))
        .with("metrics", Map.of("loss", "loss=([0-9]+)"))
        .with("logLimit", "64 KiB");

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        assertThat(session.trainEpoch(epoch)).isEqualTo(EpochResult.of("loss", epoch));
      }
    }
    assertThat(folder.resolve("logs/trial-00007.log.1")).exists();
  }

  @Test
  void aSessionAfterACutReadsOnlyItsOwnLines() throws Exception {
    bench
        .shell("yes 'CUDA out of memory' | head -n 5000; echo loss=1; read forever < fifo")
        .with("metrics", Map.of("loss", "loss=([0-9]+)"))
        .with("logLimit", "64 KiB");
    assertThat(new ProcessBuilder("mkfifo", folder + "/fifo").start().waitFor()).isZero();
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    bench.shell("exit 3");
    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("exit code 3")
          .hasMessageNotContaining("CUDA");
    }
  }
}
