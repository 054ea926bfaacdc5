package dev.thaw.app.api;

import dev.thaw.app.Main;
import dev.thaw.app.spec.RaisedBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that runs one study for this one, and ends with it however that ends. */
final class Engine implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final String SERVING = "thaw: serving at ";
  private static final int SAID_MAX = 30;
  private static final int BAD_INPUT = 2;
  private static final int BUSY = 4;
  private static final int NO_RESULT = 5;
  private static final List<Integer> TERMINATED = List.of(129, 130, 143);
  private static final long PATIENCE_SECONDS = 15;

  private final Process process;
  private final Deque<String> said = new ArrayDeque<>();
  private final CompletableFuture<@Nullable String> link = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private Engine(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param spec the study's file
   * @param folder of the study
   */
  static Engine start(Path spec, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx" + System.getProperty("thaw.heap", "2g"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(
        List.of("run", "-f", spec.toString(), "--dir", folder.toString(), "--serve", "--leash"));
    command.add("--json");
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    var engine = new Engine(process);
    Thread.ofPlatform().daemon().name("thaw-engine-" + process.pid()).start(engine::hear);
    return engine;
  }

  private void hear() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(SERVING)) {
          link.complete(line.substring(SERVING.length()).strip());
        } else {
          keep(line);
          if (line.endsWith(RaisedBudget.GOES_ON)) {
            LOG.log(System.Logger.Level.INFO, line);
          }
        }
      }
    } catch (IOException closed) {
      keep(
          "thaw: nothing more was heard: " + closed.getMessage()); // As when it is ended from here.
    }
    ended.complete(process.onExit().join().exitValue());
    link.complete(null);
  }

  private synchronized void keep(String line) {
    said.add(line.startsWith("thaw: ") ? line.substring("thaw: ".length()) : line);
    if (said.size() > SAID_MAX) {
      said.removeFirst();
    }
  }

  private synchronized String said() {
    return String.join("\n", said);
  }

  /**
   * Where it serves; null if the study had ended before.
   *
   * @throws IllegalArgumentException if the study is refused, with what it says
   * @throws IllegalStateException if another process runs it, or it failed
   */
  @Nullable String link() {
    String where = link.join();
    if (where == null) {
      check(ended.join());
    }
    return where;
  }

  private void check(int code) {
    if (code == BAD_INPUT) {
      throw new IllegalArgumentException(said());
    }
    if (code == BUSY || (code != 0 && code != NO_RESULT && !TERMINATED.contains(code))) {
      throw new IllegalStateException(said().isEmpty() ? "thaw ended with " + code : said());
    }
  }

  /** Completes when the process has gone; fails with what it said if it failed. */
  CompletableFuture<Void> ended() {
    return ended.thenAccept(this::check);
  }

  /** Freezes what trains, and ends the process. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Integer unused = ended.join();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
