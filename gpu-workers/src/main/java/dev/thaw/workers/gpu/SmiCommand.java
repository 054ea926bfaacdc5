package dev.thaw.workers.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code nvidia-smi} with a limit of time. */
final class SmiCommand {

  /** Not a number that a process exits with. */
  static final int NOT_RUN = -1;

  private final String executable;
  private final Duration patience;

  /**
   * What a run left behind.
   *
   * @param exit the exit code, or {@link #NOT_RUN}
   * @param lines standard output and standard error, without empty lines; if not run, the reason
   */
  record Output(int exit, List<String> lines) {

    static Output notRun(String reason) {
      return new Output(NOT_RUN, List.of(reason));
    }

    String firstLine() {
      return lines.isEmpty() ? "it said nothing." : lines.getFirst();
    }
  }

  SmiCommand(String executable, Duration patience) {
    this.executable = executable;
    this.patience = patience;
  }

  /** The output goes through a file, so that a program that says much or hangs cannot block us. */
  Output run(String... arguments) {
    try {
      Path file = Files.createTempFile("nvidia-smi-", ".txt");
      try {
        return run(file, List.of(arguments));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Output.notRun("its output cannot be kept: %s".formatted(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Output.notRun("waiting for it was interrupted.");
    }
  }

  private Output run(Path file, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true).redirectOutput(file.toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      // The exception's own message is a riddle to people: error=2.
      return Output.notRun("it cannot be run. Maybe it is not installed, or not on the PATH.");
    }
    process.getOutputStream().close();
    try {
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Output.notRun("it did not end within %d ms.".formatted(patience.toMillis()));
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
    return new Output(process.exitValue(), lines.stream().filter(s -> !s.isBlank()).toList());
  }
}
