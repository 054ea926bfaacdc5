package dev.thaw.app.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.app.summary.Figures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine with a limit of time. */
final class Command {

  private static final int MOST = 1 << 16;

  private Command() {}

  /** What came of a run. */
  sealed interface Outcome {

    /** What is wrong, in words; meant for everything but an end with exit code 0. */
    String complaint();
  }

  /**
   * It ended.
   *
   * @param exitCode its exit code
   * @param lines the beginning of standard output and standard error, without empty lines
   */
  record Ended(int exitCode, List<String> lines) implements Outcome {

    @Override
    public String complaint() {
      // The last line of a Python traceback is the one that says it.
      return "exit code %d, %s"
          .formatted(exitCode, lines.isEmpty() ? "without a word" : lines.getLast().strip());
    }
  }

  /** It was still running after the limit, and was killed with all that it had started. */
  record Late(Duration limit) implements Outcome {

    @Override
    public String complaint() {
      return "it did not end within " + Figures.duration(limit);
    }
  }

  /** It could not be started. */
  record NotRun(String complaint) implements Outcome {}

  /** Runs a program to its end or to the limit; standard input is empty. */
  static Outcome run(Duration limit, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new NotRun("it cannot be run: " + e.getMessage());
    }
    var output = new ByteArrayOutputStream();
    Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output));
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    if (!ended) {
      return new Late(limit);
    }
    // Something that it left behind may hold the pipe open for ever.
    reader.join(Duration.ofSeconds(5));
    return new Ended(process.exitValue(), lines(output));
  }

  /** Never after the end: Java would throw away what has not been read yet. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Reads all there is, so that a program that says much can end, and keeps the beginning. */
  private static void drain(InputStream from, ByteArrayOutputStream to) {
    byte[] buffer = new byte[1 << 13];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, Math.min(n, MOST - to.size()));
      }
    } catch (IOException killed) {
      return;
    }
  }

  private static List<String> lines(ByteArrayOutputStream output) {
    return output.toString(UTF_8).lines().filter(line -> !line.isBlank()).toList();
  }
}
