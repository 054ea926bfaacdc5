package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that speak no protocol. */
class OutputSessionTest {

  private static final String NUMBER = "([-+0-9.e]+|nan)";

  private static final String THREE_EPOCHS =
      """
      echo "lr is $THAW_PARAM_LR"
      for epoch in 1 2 3; do
        echo "epoch $epoch: loss=0.$epoch"
        echo "accuracy=${epoch}e-1" >&2
      done
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    bench =
        new Bench(folder)
            .with("metrics", Map.of("loss", "loss=" + NUMBER, "accuracy", "accuracy=" + NUMBER));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void readsTheMetricsOfEachEpochFromTheOutput() throws Exception {
    bench.shell(THREE_EPOCHS);

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        assertThat(session.trainEpoch(epoch).metrics())
            .isEqualTo(Map.of("loss", epoch / 10.0, "accuracy", epoch / 10.0));
      }
    }

    assertThat(bench.log()).contains("lr is 0.25").contains("epoch 3: loss=0.3");
  }

  @Test
  void saysHowManyEpochsAScriptHadWhenMoreAreWanted() throws Exception {
    bench.shell(THREE_EPOCHS);

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        session.trainEpoch(epoch);
      }
      assertThatThrownBy(() -> session.trainEpoch(4))
          .isInstanceOf(ScriptFailed.class)
          .hasMessageContaining("ended in epoch 4 with exit code 0")
          .hasMessageContaining("Maybe it trains fewer epochs");
    }
  }

  @Test
  void showsTheLastLinesOfAScriptThatFails() throws Exception {
    bench.shell("echo 'no such data' >&2; exit 7");

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("exit code 7")
          .hasMessageContaining("| no such data");
    }
  }

  @Test
  void showsNoLineOfAnEarlierSession() throws Exception {
    bench.shell("echo CUDA out of memory; exit 1");
    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1)).hasMessageContaining("| CUDA");
    }

    bench.shell("exit 1");
    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOfSatisfying(
              ScriptFailed.class,
              failure -> assertThat(failure.kind()).isEqualTo(ScriptFailed.Kind.ERROR))
          .hasMessageNotContaining("CUDA");
    }
  }

  @Test
  void trainsAgainWhatACheckpointHadTrained() throws Exception {
    bench.shell(THREE_EPOCHS);
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.trainEpoch(2);
      session.save(checkpoint);
    }

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 2))) {
      assertThat(session.trainEpoch(3).metrics()).containsEntry("loss", 0.3);
    }
  }

  @Test
  void refusesACheckpointOfTheProtocol() throws Exception {
    bench.shell(THREE_EPOCHS);
    Path checkpoint = bench.newFolder("checkpoint");
    Files.writeString(checkpoint.resolve("model.bin"), "weights");

    assertThatThrownBy(() -> bench.open(new Checkpoint(checkpoint, 2)))
        .hasMessageContaining("was written by a script that speaks the protocol");
  }

  @Test
  void takesTheEpochsOfAScriptThatRunsFarAheadOneByOne() throws Exception {
    bench.shell(
        """
        epoch=0
        while [ $epoch -lt 2000 ]; do
          epoch=$((epoch + 1))
          echo "loss=$epoch accuracy=1 and much more on this line, to fill more than one buffer"
        done
        """);

    try (TrainingSession session = bench.open()) {
      for (int epoch = 1; epoch <= 2000; epoch++) {
        assertThat(session.trainEpoch(epoch).metrics()).containsEntry("loss", (double) epoch);
      }
    }
  }

  @Test
  void anInterruptEndsAScriptThatPrintsNothing() throws Exception {
    bench.shell("exec cat fifo");
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().waitFor())
        .isZero();
    TrainingSession session = bench.open();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> session.trainEpoch(1)).isInstanceOf(InterruptedException.class);
    session.close();

    assertThat(Bench.children()).isEmpty();
  }

  @Test
  void takesNanAndALastLineWithoutAnEnd() throws Exception {
    bench.shell("printf 'loss=nan accuracy=1'");

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1))
          .isEqualTo(new EpochResult(Map.of("loss", Double.NaN, "accuracy", 1.0)));
    }
  }

  @Test
  void namesTheLineWhoseNumberIsNone() throws Exception {
    bench.shell("echo loss=1.2.3; read forever < /dev/null");

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("metric (loss) must be a number, but its pattern found (1.2.3)");
    }
  }
}
