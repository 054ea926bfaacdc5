package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir private Path folder;
  private Path log;

  @BeforeEach
  void nameLog() {
    log = folder.resolve("log");
  }

  @Test
  void readsTheLastLines() throws IOException {
    Files.writeString(log, "a\nb\nc\n");

    assertThat(LogTail.read(log, 0, 2)).containsExactly("b", "c");
  }

  @Test
  void leavesOutWhatWasThereBefore() throws IOException {
    Files.writeString(log, "a\nb\nc\n");

    assertThat(LogTail.read(log, 2, 10)).containsExactly("b", "c");
  }

  @Test
  void takesEachStateOfAProgressBarForALine() throws IOException {
    Files.writeString(log, "10 %\r20 %\rCUDA out of memory");

    assertThat(LogTail.read(log, 0, 10)).containsExactly("10 %", "20 %", "CUDA out of memory");
  }

  @Test
  void readsTheEndOfAnEndlessLineOnly() throws IOException {
    Files.writeString(log, "x".repeat(1_000_000) + "\nlast\n");

    assertThat(LogTail.read(log, 0, 10)).hasSize(2).endsWith("last");
  }

  @Test
  void findsNothingInALogThatWasCutMeanwhileOrIsGone() throws IOException {
    Files.writeString(log, "a\n");

    assertThat(LogTail.read(log, 100, 10)).isEmpty();
    assertThat(LogTail.read(folder.resolve("missing"), 0, 10)).isEmpty();
  }
}
