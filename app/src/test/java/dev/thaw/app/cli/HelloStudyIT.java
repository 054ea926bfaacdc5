package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.engine.ThawProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: two commands from an empty folder to learning curves. Method: they are given. */
class HelloStudyIT {

  @TempDir private Path temp;

  @Test
  void whatHelloWritesIsRunAsItStands() throws Exception {
    assumeTrue(hasPython(), "There is no python3 on this machine.");
    try (ThawProcess hello = ThawProcess.start(temp, List.of(), "hello", ".")) {
      assertThat(hello.exitCode()).as(hello.err()).isZero();
    }
    try (ThawProcess run =
        ThawProcess.start(
            temp,
            List.of(),
            "run",
            "--json",
            "--set",
            "budget.trials=3",
            "--set",
            "fidelity.max=3")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().at("/trials/started").asInt()).isEqualTo(3);
      assertThat(run.json().at("/best/value").asDouble()).isLessThan(0.6);
    }
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
