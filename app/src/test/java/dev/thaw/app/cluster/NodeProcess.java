package dev.thaw.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster and the processes that it was, one after another. All of them append to one
 * log. Confined to one thread.
 */
public final class NodeProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int REVIVALS_MAX = 5;

  private final String name;
  private final boolean supervisor;
  private final String address;
  private final List<String> command;
  private final Map<String, String> variables;
  private final Path folder;
  private final String server;
  private final List<Life> lives = new ArrayList<>();
  private @Nullable Process process;
  private long logBefore;
  private int revivals;

  /**
   * One process of a node.
   *
   * @param pid its number
   * @param from when it was started
   */
  public record Life(long pid, Instant from) {}

  /**
   * A node that is not started yet.
   *
   * @param supervisor whether it hosts studies, beside training
   * @param address its host and port in the cluster
   * @param folder where it runs and leaves its log
   * @param server the URL of its API
   */
  NodeProcess(
      String name,
      boolean supervisor,
      String address,
      List<String> command,
      Map<String, String> variables,
      Path folder,
      String server) {
    this.name = name;
    this.supervisor = supervisor;
    this.address = address;
    this.command = List.copyOf(command);
    this.variables = new LinkedHashMap<>(variables);
    this.folder = folder;
    this.server = server;
  }

  /** Its name in the cluster. */
  public String name() {
    return name;
  }

  /** Whether it hosts studies. */
  public boolean isSupervisor() {
    return supervisor;
  }

  /** Its host and port in the cluster. */
  public String address() {
    return address;
  }

  /** The URL of its API. */
  public String server() {
    return server;
  }

  /** The processes that it was, the oldest first. */
  public List<Life> lives() {
    return List.copyOf(lives);
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Starts it again if it has ended by itself, as whoever runs services does; not for ever. */
  public void revive() {
    if (isAlive()) {
      return;
    }
    if (++revivals > REVIVALS_MAX) {
      throw new IllegalStateException("node %s ends by itself:%n%s".formatted(name, tail()));
    }
    System.err.printf("node %s has ended by itself and is started again:%n%s%n", name, tail());
    start();
  }

  /** How often it was started again because it had ended by itself. */
  public int revivals() {
    return revivals;
  }

  /** Starts its process, and does not wait for it to join. */
  public void start() {
    if (isAlive()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      logBefore = Files.exists(log()) ? Files.size(log()) : 0;
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(variables);
      Process started = builder.start();
      process = started;
      lives.add(new Life(started.pid(), Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until its newest process has joined. */
  public void awaitUp() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isUp()) {
      revive();
      if (System.nanoTime() > end) {
        signal("QUIT"); // Its threads go to its log.
        LockSupport.parkNanos(2_000_000_000L);
        throw new IllegalStateException("node %s does not join:%n%s".formatted(name, tail()));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Whether its newest process has said that it has joined. */
  public boolean isUp() {
    return isAlive() && logOfThisLife().contains("thaw node %s is up".formatted(name));
  }

  /** Sends SIGKILL, and waits until the process is gone. */
  public void kill() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
      await(current);
    }
  }

  /** Sends SIGKILL and does not wait. */
  void killAtOnce() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }

  /** Sends SIGTERM, waits for the end, and returns the exit code. */
  public int terminate() {
    Process current = Objects.requireNonNull(process, "process");
    current.destroy();
    await(current);
    return current.exitValue();
  }

  private void await(Process current) {
    try {
      if (!current.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("node %s does not end:%n%s".formatted(name, tail()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGSTOP: it stands still. */
  public void freeze() {
    signal("STOP");
  }

  /** Sends SIGCONT: it goes on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    Process current = Objects.requireNonNull(process, "process");
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(current.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The file that it logs to. */
  public Path log() {
    return folder.resolve(name + ".log");
  }

  private String logOfThisLife() {
    try {
      byte[] all = Files.readAllBytes(log());
      int from = (int) Math.min(logBefore, all.length);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The last lines of its log, for messages. */
  public String tail() {
    List<String> lines = logOfThisLife().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  @Override
  public void close() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }
}
