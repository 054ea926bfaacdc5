package dev.thaw.workers.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A child process with all that it has started. */
interface Child {

  /** The number of the process. */
  long pid();

  /** Its exit code, once it has ended; 128 and the number of the signal if one killed it. */
  CompletableFuture<Integer> exit();

  /**
   * Ends it and all that it has started: asks first, and kills what is left after {@code grace}.
   * Returns when the process has ended. An interrupt cuts the grace short, and stays set.
   */
  void end(Duration grace);

  /**
   * How to start a child.
   *
   * @param command program and arguments
   * @param environment added to the environment of this process
   * @param directory the folder it runs in
   * @param log the file to which all that it prints is added
   */
  record Start(List<String> command, Map<String, String> environment, Path directory, Path log) {}

  /**
   * Starts a child.
   *
   * @throws IOException if the program cannot be started
   */
  static Child start(Start start) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(start.command());
    // They may be meant for this process, if it is a child itself.
    builder.environment().keySet().removeIf(name -> name.startsWith("THAW_"));
    builder.environment().putAll(start.environment());
    builder.directory(start.directory().toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()));
    return new PlainChild(builder.start());
  }

  /** A child by means of the JDK alone: it knows descendants as long as their parents live. */
  record PlainChild(Process process) implements Child {

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void end(Duration grace) {
      List<ProcessHandle> family =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      family.forEach(ProcessHandle::destroy);
      CompletableFuture<?> all =
          CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
      await(all, grace);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      family.forEach(ProcessHandle::destroyForcibly);
      await(all, Duration.ofSeconds(5));
    }

    private static void await(CompletableFuture<?> end, Duration limit) {
      try {
        end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException e) {
        // What is left is killed next, or is beyond the reach of signals.
        return;
      }
    }
  }
}
