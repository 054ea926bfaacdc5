package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script can say beside its metrics: sealed ones, predictions, and how far it is. */
class InsideEpochsTest {

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
  void keepsSealedMetricsBesideTheLogAndShowsThemToNobody() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            trial.report(loss=1, sealed={"test_accuracy": epoch / 4, "test_loss": float("nan")})
        """);

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1).metrics()).isEqualTo(Map.of("loss", 1.0));
      assertThat(session.trainEpoch(2).metrics()).isEqualTo(Map.of("loss", 1.0));
    }

    assertThat(folder.resolve("logs/trial-00007.sealed.jsonl"))
        .hasContent(
            """
            {"epoch":1,"sealed":{"test_accuracy":0.25,"test_loss":"NaN"}}
            {"epoch":2,"sealed":{"test_accuracy":0.5,"test_loss":"NaN"}}
            """);
    assertThat(bench.log()).doesNotContain("test_accuracy");
  }

  @Test
  void refusesAMetricThatIsSealedAndNot() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            trial.report(loss=1, sealed={"loss": 2})
        """);

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("metric (loss) must be either sealed or not");
    }
  }

  private static final String PREDICTING =
      """
      import thaw
      trial = thaw.trial()
      trial.checkpoint(lambda folder: (folder / "model").write_text("weights"))
      for epoch in trial.epochs():
          values = [[0.25, 0.75], [epoch, 0]]
          if epoch <= 2:
              trial.predictions(values)
          values[0][0] = "changed later"
          trial.report(loss=1)
      """;

  @Test
  void writesTheLatestPredictionsIntoTheNextCheckpoint() throws Exception {
    assumeTrue(python("import numpy") == 0, "NumPy is not installed.");
    bench.python(PREDICTING);
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      session.save(checkpoint);
    }

    assertThat(checkpoint).isDirectoryNotContaining("glob:**predictions-1*");
    assertThat(
            python(
                "import numpy, sys; sys.exit(numpy.load('checkpoint/predictions-2.npy').tolist()"
                    + " != [[0.25, 0.75], [2, 0]])"))
        .isZero();
  }

  @Test
  void writesPredictionsAsJsonWithoutNumPy() throws Exception {
    bench.python("import sys\nsys.modules['numpy'] = None\n" + PREDICTING);
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.save(checkpoint);
    }

    assertThat(checkpoint.resolve("predictions-1.json")).hasContent("[[0.25, 0.75], [1, 0]]");
  }

  @Test
  void carriesPredictionsOverToLaterCheckpoints() throws Exception {
    bench.python("import sys\nsys.modules['numpy'] = None\n" + PREDICTING);
    Path first = bench.newFolder("first");
    Path second = bench.newFolder("second");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      session.save(first);
    }

    try (TrainingSession session = bench.open(new Checkpoint(first, 2))) {
      session.trainEpoch(3);
      session.save(second);
    }

    assertThat(second.resolve("predictions-2.json")).hasContent("[[0.25, 0.75], [2, 0]]");
  }

  @Test
  void refusesPredictionsThatAreNoArray() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for epoch in trial.epochs():
            trial.predictions([[1, 2], [3]])
        """);
    assumeTrue(python("import numpy") == 0, "NumPy is not installed.");

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("predictions must be an array of numbers");
    }
  }

  /** Steps for ever in its second epoch, and says by a pipe when it has begun to. */
  private static final String STEPPING =
      """
      import atexit, thaw
      trial = thaw.trial()
      atexit.register(lambda: print("atexit is run"))
      for epoch in trial.epochs():
          told = False
          while epoch == 2 or not told:
              trial.step(0.5)
              if epoch == 1:
                  told = True
                  trial.report(loss=1)
              elif not told:
                  told = True
                  open("fifo", "w").write("here")
      """;

  @Test
  void endsGentlyInTheMiddleOfAnEpochIfItSteps() throws Exception {
    Path fifo = fifo();
    bench.python(STEPPING);
    TrainingSession session = bench.open();
    // Its report comes behind a heartbeat with progress, so that the worker knows that it listens.
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
    assertThat(bench.log())
        .contains("thaw: stopped in the middle of epoch 2.", "atexit is run")
        .doesNotContain("Traceback");
  }

  @Test
  void hearsAStopThatInterruptsTheWorkerWhileItSends() throws Exception {
    Path fifo = fifo();
    bench.python(STEPPING);
    TrainingSession session = bench.open();
    session.trainEpoch(1);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> session.trainEpoch(2)).isInstanceOf(InterruptedException.class);
    assertThat(Files.readString(fifo)).isEqualTo("here");
    session.close();

    assertThat(bench.log()).contains("thaw: stopped in the middle of epoch 2.");
  }

  @Test
  void stepsDoNotDisturbAnEpoch() throws Exception {
    bench.python(
        """
        import thaw
        thaw._STEP_SECONDS = thaw._LOOK_SECONDS = 0
        trial = thaw.trial()
        for epoch in trial.epochs():
            for batch in range(5000):
                trial.step(batch / 100)
            trial.step("far")
            trial.step()
            trial.report(loss=epoch)
            trial.step(1)
        """);

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        assertThat(session.trainEpoch(epoch).metrics()).containsEntry("loss", (double) epoch);
      }
    }
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private int python(String line) throws Exception {
    return new ProcessBuilder("python3", "-c", line).directory(folder.toFile()).start().waitFor();
  }
}
