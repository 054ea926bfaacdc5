package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials of several processes, of which {@code RANK} tells which is which. */
class RanksTest {

  /** Starts the second one first, and ends when both have. */
  private static final String LAUNCHER =
      """
      RANK=1 python3 train.py & second=$!
      RANK=0 python3 train.py; first=$?
      wait $second && exit $first
      """;

  private static final String COUNTING =
      """
      import os, thaw
      trial = thaw.trial()
      rank = os.environ["RANK"]
      total = 0
      if trial.resume_from:
          total = int((trial.resume_from / "total").read_text())
      trial.checkpoint(lambda folder: (folder / "total").write_text(str(total)))
      for epoch in trial.epochs():
          total += 1
          open("meet", "r" if rank == "0" else "w").close()
          trial.step(0.5)
          trial.predictions([1.0])
          print(f"rank {rank} epoch {epoch} total {total} lr {trial.lr} seed {trial.seed}")
          trial.report(loss=total + int(rank) * 1000)
      print(f"rank {rank} is over")
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() throws Exception {
    Bench.needsPython();
    bench = new Bench(folder).shell(LAUNCHER);
    fifo("meet");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void otherRanksTrainInStepAndReportNothing() throws Exception {
    Files.writeString(folder.resolve("train.py"), COUNTING);
    Path checkpoint = bench.newFolder("checkpoint");

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1)).isEqualTo(EpochResult.of("loss", 1));
      assertThat(session.trainEpoch(2)).isEqualTo(EpochResult.of("loss", 2));
      session.save(checkpoint);
    }

    assertThat(bench.log())
        .contains("rank 0 epoch 2 total 2 lr 0.25 seed 42", "rank 0 is over")
        .contains("rank 1 epoch 2 total 2 lr 0.25 seed 42", "rank 1 is over")
        .doesNotContain("epoch 3", "Traceback");

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 2))) {
      assertThat(session.trainEpoch(3)).isEqualTo(EpochResult.of("loss", 3));
    }
    assertThat(bench.log()).contains("rank 1 epoch 3 total 3");
  }

  @Test
  void theFailureOfAnotherRankIsTheTrials() throws Exception {
    Files.writeString(
        folder.resolve("train.py"),
        """
        import os, signal, thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            if os.environ["RANK"] == "1":
                raise MemoryError("too large")
            signal.pause()
        """);
    bench.with("stopTimeLimit", 0.2);

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOfSatisfying(
              ScriptFailed.class,
              failure -> assertThat(failure.kind()).isEqualTo(ScriptFailed.Kind.OUT_OF_MEMORY))
          .hasMessageContaining("in rank 1: MemoryError: too large");
    }
  }

  @Test
  void allRanksEndGentlyInTheMiddleOfAnEpoch() throws Exception {
    Path fifo = fifo("fifo");
    Files.writeString(
        folder.resolve("train.py"),
        """
        import atexit, os, thaw
        trial = thaw.trial()
        rank = os.environ["RANK"]
        atexit.register(lambda: print(f"rank {rank} is over"))
        for epoch in trial.epochs():
            if rank == "1" and epoch == 2:
                open("fifo", "w").write("here")
            while epoch == 2:
                trial.step(0.5)
            trial.step(0.5)
            trial.report(loss=1)
        """);
    TrainingSession session = bench.open();
    // Its report comes behind a heartbeat with progress, so that this one is known.
    session.trainEpoch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    session.trainEpoch(2);
                  } catch (Exception e) {
                    thrown.set(e);
                  }
                });
    assertThat(Files.readString(fifo)).isEqualTo("here");

    thread.interrupt();
    thread.join();
    session.close();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(bench.log()).contains("rank 0 is over", "rank 1 is over");
  }

  @Test
  void saysThatTheFirstRankNeverCame() throws Exception {
    Files.writeString(
        folder.resolve("train.py"), "import thaw; thaw._RANK_SECONDS = 0.1; thaw.trial()");
    bench.with("command", List.of("sh", "-c", "RANK=1 python3 train.py"));

    assertThatThrownBy(() -> bench.open())
        .hasMessageContaining("Maybe it runs on another machine")
        .hasMessageContaining("rank 0 did not call thaw.trial()");
  }

  private Path fifo(String name) throws Exception {
    Path fifo = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }
}
