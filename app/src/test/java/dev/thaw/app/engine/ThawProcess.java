package dev.thaw.app.engine;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real program as a process of its own. Closing it kills it. */
public final class ThawProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  private ThawProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts the program.
   *
   * @param workingDirectory where it runs and leaves what it prints
   * @param options for the virtual machine
   * @param arguments the command line
   */
  public static ThawProcess start(
      Path workingDirectory, List<String> options, String... arguments) {
    return start(workingDirectory, Map.of(), options, arguments);
  }

  /**
   * Starts the program with more variables in its environment.
   *
   * @param workingDirectory where it runs and leaves what it prints
   * @param variables those that it gets beside this process's own
   * @param options for the virtual machine
   * @param arguments the command line
   */
  public static ThawProcess start(
      Path workingDirectory,
      Map<String, String> variables,
      List<String> options,
      String... arguments) {
    try {
      Path out = Files.createTempFile(workingDirectory, "out", ".txt");
      Path err = Files.createTempFile(workingDirectory, "err", ".txt");
      List<String> command = command(options);
      command.addAll(List.of(arguments));
      var builder =
          new ProcessBuilder(command)
              .directory(workingDirectory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(variables);
      return new ThawProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1"); // A quick start is worth more here than a quick run.
    command.add("-Xmx512m");
    command.addAll(options);
    command.add("-cp");
    String classPath = System.getProperty("surefire.test.class.path");
    command.add(classPath == null ? System.getProperty("java.class.path") : classPath);
    command.add("dev.thaw.app.Main");
    return command;
  }

  /** Waits until the study has reported for the first time, or the process has ended. */
  public ThawProcess awaitProgress() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.size(err) > 0 || !process.isAlive());
    return this;
  }

  /** Waits until a file exists, or the process has ended. */
  public ThawProcess awaitFile(Path file) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.exists(file) || !process.isAlive());
    return this;
  }

  /** Waits until a condition holds, or the process has ended. */
  public ThawProcess awaitThat(BooleanSupplier condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> condition.getAsBoolean() || !process.isAlive());
    return this;
  }

  /** Waits for the end for a while; false if it has not come. */
  public boolean hasEndedWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode() {
    if (!hasEndedWithin(PATIENCE)) {
      close();
      throw new AssertionError("the process goes on; it said:\n" + err());
    }
    return process.exitValue();
  }

  /** Sends SIGKILL, and waits until the process is gone. */
  public void kill() {
    process.destroyForcibly();
    if (!hasEndedWithin(PATIENCE)) {
      throw new AssertionError("the process survived SIGKILL");
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** What was printed on the standard output so far. */
  public String out() {
    return read(out);
  }

  /** What was printed on the standard error so far. */
  public String err() {
    return read(err);
  }

  /** The last line of the standard output. */
  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(out().lines().toList().getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
