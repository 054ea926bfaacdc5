package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.launch.ChildProcess;
import dev.thaw.workers.launch.Ending;
import dev.thaw.workers.launch.Exit;
import dev.thaw.workers.launch.Launch;
import dev.thaw.workers.launch.ProcessLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running script with everything that belongs to one session: its process, its channel, its
 * temporary folder and its log. Used by the session's thread alone.
 */
final class Script implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Script.class);

  /** How long what a script said last may take to arrive after it has ended, and vice versa. */
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  /** How long a group of processes may take to end after {@code KILL} was sent to it. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(12);

  /** By how much a script stands back for the worker, whose heartbeats must not be late. */
  private static final int NICENESS = 5;

  private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Path folder;
  private final TrialLog trialLog;
  private final @Nullable Channel channel;
  private final ChildProcess child;
  private final LogKeeper keeper;
  private final Duration grace;
  private boolean exited;

  /**
   * Starts the script of a trial.
   *
   * @throws IOException if it cannot be started; nothing is left of it then
   */
  Script(TrialSetup setup, ProcessOptions options, ProcessLedger ledger, int lastEpoch)
      throws IOException {
    trialLog = TrialLog.of(setup, options.logs(), options.logLimit());
    grace =
        options.stopTimeLimit().compareTo(LONGEST_GRACE) < 0
            ? options.stopTimeLimit()
            : LONGEST_GRACE;
    folder = temporaryFolder();
    Channel listening = null;
    try {
      Map<String, String> variables = ScriptEnvironment.of(setup, options, folder);
      if (options.speaks()) {
        Path socket = folder.resolve("s");
        listening = new Channel(socket, events);
        variables.put("THAW_SOCKET", socket.toString());
        variables.put("THAW_RANKS", folder.resolve("r").toString());
      }
      channel = listening;
      List<String> command = command(setup, options);
      long logStart = trialLog.begin(command, lastEpoch);
      child = start(setup, options, command, variables, ledger);
      keeper = new LogKeeper(trialLog, child, logStart);
    } catch (IOException | RuntimeException e) {
      if (listening != null) {
        listening.close();
      }
      FolderTree.delete(folder);
      throw e;
    }
    var unused = child.exited().thenAccept(exit -> events.add(new Event.Exited(exit.code())));
  }

  private static List<String> command(TrialSetup setup, ProcessOptions options)
      throws ScriptFailed {
    Placeholders placeholders = Placeholders.of(setup);
    List<String> command = new ArrayList<>();
    for (String word : options.command()) {
      command.add(placeholders.fill(word));
    }
    return command;
  }

  private ChildProcess start(
      TrialSetup setup,
      ProcessOptions options,
      List<String> command,
      Map<String, String> variables,
      ProcessLedger ledger)
      throws IOException {
    try {
      return ChildProcess.start(
          new Launch(
              "%s/%d".formatted(setup.study(), setup.trial()),
              command,
              variables,
              options.workingDirectory(),
              trialLog.file(),
              NICENESS),
          ledger);
    } catch (IOException | IllegalArgumentException e) {
      throw new ScriptFailed(
          ScriptFailed.Kind.ERROR, "The script could not be started: %s".formatted(e.getMessage()));
    }
  }

  /** A private folder whose name is short enough for a socket in it. */
  private static Path temporaryFolder() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    boolean isShort = usual.toString().getBytes(StandardCharsets.UTF_8).length < 60;
    return Files.createTempDirectory(isShort ? usual : Path.of("/tmp"), "thaw-");
  }

  void send(String line) throws IOException, InterruptedException {
    if (channel != null) {
      channel.send(line);
    }
  }

  /**
   * The next event, or null after {@code limit}, if there is one. After the script has ended this
   * waits only for what is still under way, and then says that there is nothing more.
   */
  @Nullable Event next(@Nullable Duration limit) throws InterruptedException {
    while (true) {
      Event event = take(exited ? AFTERMATH : limit);
      switch (event) {
        case null -> {
          return exited ? new Event.Closed() : null;
        }
        case Event.Exited(int code) -> {
          exited = true;
          log.debug("The script has ended with exit code {}", code);
          if (channel != null) {
            channel.expectNobody();
          }
        }
        default -> {
          return event;
        }
      }
    }
  }

  private @Nullable Event take(@Nullable Duration limit) throws InterruptedException {
    return limit == null ? events.take() : events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until the process has ended; false if it has not after {@code limit}. */
  boolean awaitExit(Duration limit) throws InterruptedException {
    try {
      child.exited().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it has shown that it hears a stop in the middle of an epoch. */
  boolean listensWhileTraining() {
    return channel != null && channel.listensWhileTraining();
  }

  /** Where all that it prints goes. */
  TrialLog log() {
    return trialLog;
  }

  /** Something that reads the log. */
  interface LogReader<T> {
    T read() throws IOException;
  }

  /** A follower of what this script prints, which must read by {@link #readLog}. */
  LogFollower follow(Map<String, Pattern> metrics) {
    synchronized (keeper) {
      LogFollower follower = new LogFollower(trialLog, metrics, keeper.start());
      keeper.add(follower);
      return follower;
    }
  }

  /** Reads the log while it is not being cut. */
  <T> T readLog(LogReader<T> reader) throws IOException {
    synchronized (keeper) {
      return reader.read();
    }
  }

  /** The ids of all processes that the script is made of now. */
  Set<Long> processes() {
    return child.processes();
  }

  /** The failure of a script that has ended, or closed its channel. */
  ScriptFailed ended(String when, String maybe) throws InterruptedException {
    if (!awaitExit(AFTERMATH)) {
      return failed(
          ScriptFailed.Kind.PROTOCOL,
          "The script closed its connection %s, and runs on".formatted(when));
    }
    Exit exit = child.exited().join();
    boolean full = exit.ending() instanceof Ending.OutOfMemory;
    return new ScriptFailed(
        full ? ScriptFailed.Kind.OUT_OF_MEMORY : ScriptFailed.Kind.ERROR,
        "The script ended %s with %s.%s%s"
            .formatted(when, describe(exit.code()), hint(exit, maybe), trialLog.tail()));
  }

  private static String describe(int code) {
    return code > 128 && code < 160
        ? "exit code %d (signal %d)".formatted(code, code - 128)
        : "exit code " + code;
  }

  private static String hint(Exit exit, String maybe) {
    if (exit.ending() instanceof Ending.OutOfMemory full) {
      return "\n" + full.sentence();
    }
    if (exit.code() == 137) {
      return "\nMaybe the machine ran out of memory, and the kernel chose this process.";
    }
    return exit.code() == 0 && !maybe.isEmpty() ? "\nMaybe " + maybe : "";
  }

  /** A failure with this message and the last lines of the log. */
  ScriptFailed failed(ScriptFailed.Kind kind, String message) {
    return new ScriptFailed(kind, "%s.%s".formatted(message, trialLog.tail()));
  }

  /**
   * Ends the script if it still runs, with all that it has started, and leaves no file but logs.
   */
  @Override
  public void close() {
    child.end(grace);
    try {
      if (!awaitExit(grace.plus(AFTER_KILL))) {
        log.warn("Processes of {} do not end even by SIGKILL", trialLog.file());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      child.kill();
      var late = new CompletableFuture<String>();
      late.completeOnTimeout("late", AFTER_KILL.toSeconds(), TimeUnit.SECONDS);
      var unused = CompletableFuture.anyOf(child.exited(), late).join();
    }
    keeper.close();
    if (channel != null) {
      channel.close();
    }
    FolderTree.delete(folder);
  }
}
