package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real processes; figures are compared, and none is expected to be of a certain size. */
class ProcessorTimeTest {

  private static final String WORK = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

  @Test
  void knowsWhatAProcessHasUsed() {
    assertThat(ProcessorTime.of(Set.of(ProcessHandle.current().pid())).orElseThrow()).isPositive();
  }

  @Test
  void countsAllProcessesThatAreAskedFor() throws Exception {
    Process child = waitingAfter(WORK);
    try {
      long self = ProcessHandle.current().pid();
      double alone = ProcessorTime.of(Set.of(child.pid())).orElseThrow();

      assertThat(alone).isPositive();
      assertThat(ProcessorTime.of(Set.of(child.pid(), self)).orElseThrow()).isGreaterThan(alone);
    } finally {
      end(child);
    }
  }

  @Test
  void countsTheChildrenOfAProcessThatHaveEnded() throws Exception {
    Process child = waitingAfter("sh -c '" + WORK + "'");
    try {
      assertThat(ProcessorTime.of(Set.of(child.pid())).orElseThrow()).isPositive();
    } finally {
      end(child);
    }
  }

  /** A shell that has done some work, and waits. */
  private static Process waitingAfter(String work) throws Exception {
    Process child = new ProcessBuilder("sh", "-c", work + "; echo done; read end").start();
    assertThat(child.inputReader().readLine()).isEqualTo("done");
    return child;
  }

  private static void end(Process child) throws InterruptedException {
    child.destroyForcibly();
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void knowsNothingOfProcessesThatAreGone() throws Exception {
    Process child = new ProcessBuilder("true").start();
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(ProcessorTime.of(Set.of(child.pid()))).isEmpty();
  }

  @Test
  void knowsWhatTheCallingThreadHasUsed() {
    double before = ProcessorTime.ofThisThread().orElseThrow();
    double after = before;
    for (int turn = 0; turn < 100_000_000 && after <= before; turn++) {
      after = ProcessorTime.ofThisThread().orElseThrow();
    }

    assertThat(after).isGreaterThan(before);
  }
}
