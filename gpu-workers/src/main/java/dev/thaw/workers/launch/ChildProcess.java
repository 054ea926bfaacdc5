package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A running command together with everything that it starts.
 *
 * <p>On Linux the command heads a session and process group of its own, made by {@code setsid};
 * signals go to the whole group, and descendants that left it are found by the random word that
 * they inherited in their environment under {@value #COOKIE}. It is niced, and the kernel is told
 * to choose it rather than the worker when memory runs out. On other systems (macOS) there is
 * neither group nor word: signals go to the descendants that Java sees, and one whose parent has
 * ended before escapes; an orphan is known by its leader only.
 *
 * <p>A child is not bound to its worker's life by the kernel. {@code PR_SET_PDEATHSIG}, which
 * {@code setpriv --pdeathsig KILL} would set, fires when the <em>thread</em> ends that started the
 * child, so that a pool which lets an idle thread go would kill a training; it reaches the leader
 * alone and not what the leader started; a program with set-user-id loses it; and BusyBox has no
 * {@code setpriv}. Where no child may outlive its worker even for a while, a service manager does
 * better: systemd, Slurm and Kubernetes end all processes of a unit, job or container. Otherwise
 * {@link ProcessLedger#endOrphans} does it when the next worker starts.
 *
 * <p>A worker that goes on purpose should end its children and wait for {@link #exited} first. Safe
 * to use from several threads.
 */
public final class ChildProcess {

  /** The variable by which a child's descendants are known: {@value}. */
  public static final String COOKIE = "THAW_CHILD";

  /** What a command leaves running when it ends by itself has this long to end gently. */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(1);

  private static final Path ROOT = Path.of("/");
  // Threads of our own: shared pools may be full of trainings when a signal is due.
  private static final Executor THREADS =
      task -> Thread.ofPlatform().daemon().name("child-process").start(task);

  private final Launch launch;
  private final Process process;
  private final Family family;
  private final Runnable forget;
  private final OptionalLong oomKillsBefore;
  private final CompletableFuture<Exit> exited = new CompletableFuture<>();

  // Guarded by this.
  private Exit.Order order = Exit.Order.NONE;
  private OptionalLong killAtNs = OptionalLong.empty();
  private long logStart;

  private ChildProcess(Launch launch, Gate gate, Family family, Runnable forget, Before before) {
    this.launch = launch;
    this.process = gate.process();
    this.family = family;
    this.forget = forget;
    this.logStart = before.logBytes;
    this.oomKillsBefore = before.oomKills;
  }

  /** How things stood before the child ran. */
  private record Before(long logBytes, OptionalLong oomKills) {}

  /**
   * Starts a command and records it.
   *
   * @param ledger where the child is on file as long as it or a descendant runs
   * @throws IOException if the program is not found or not executable, the working directory is
   *     missing, the log or the ledger cannot be written, or the system has no more processes;
   *     nothing runs then
   */
  public static ChildProcess start(Launch launch, ProcessLedger ledger) throws IOException {
    Before before = new Before(prepareLog(launch.log()), OomKills.count(ROOT));
    String cookie = UUID.randomUUID().toString();
    Gate gate = Gate.start(launch, cookie);
    ChildProcess child = null;
    try {
      Runnable forget = ledger.add(entry(launch, gate.identity(), cookie));
      child = new ChildProcess(launch, gate, Family.of(gate.identity(), cookie), forget, before);
      gate.yieldToWorker(launch.niceness());
      ledger.adopt(child);
      gate.open();
      child.keep();
      return child;
    } catch (IOException | RuntimeException e) {
      gate.process().destroyForcibly();
      if (child != null) {
        child.forget.run();
      }
      throw e;
    }
  }

  /** Makes sure that there is a log; how many bytes others have written to it. */
  private static long prepareLog(Path log) throws IOException {
    Path folder = log.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (FileChannel channel =
        FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      return channel.size();
    } catch (IOException e) {
      throw new IOException("log (%s) cannot be written: %s".formatted(log, e.getMessage()), e);
    }
  }

  private static Entry entry(Launch launch, Identity child, String cookie) {
    long self = ProcessHandle.current().pid();
    Identity worker =
        Identity.of(self)
            .orElseThrow(() -> new IllegalStateException("We have no process number."));
    return new Entry(launch.trial(), child, cookie, worker, Boot.current());
  }

  /** The number of the command's process, which is also that of its group. */
  public long pid() {
    return process.pid();
  }

  /**
   * Completes when the command has ended and nothing that it started runs any more; see {@link
   * Exit#survivors} for the exception. Never fails; cancelling it ends nothing.
   */
  public CompletableFuture<Exit> exited() {
    return exited.copy();
  }

  /**
   * Sends {@code TERM} to all processes of this child, and {@code KILL} to those that still run
   * after a while. Returns at once; does nothing once the child has ended. A later call can only
   * shorten the time.
   *
   * @param untilKill how long they may take, for example to write a checkpoint; not negative
   */
  public void end(Duration untilKill) {
    if (untilKill.isNegative()) {
      throw new IllegalArgumentException("untilKill (%s) must be >= 0.".formatted(untilKill));
    }
    if (order(Exit.Order.END, untilKill)) {
      Rest.tellToEnd(family);
      CompletableFuture.delayedExecutor(untilKill.toNanos(), TimeUnit.NANOSECONDS, THREADS)
          .execute(this::killIfDue);
    }
  }

  /** Sends {@code KILL} to all processes of this child. Returns at once. */
  public void kill() {
    if (order(Exit.Order.KILL, Duration.ZERO)) {
      family.send(Signal.KILL);
    }
  }

  private void killIfDue() {
    // While the command runs only: what it leaves is killed by whom waits for it.
    if (process.isAlive()) {
      kill();
    }
  }

  /** Notes an order; false if there is nobody left to hear it. */
  private synchronized boolean order(Exit.Order wanted, Duration untilKill) {
    if (exited.isDone()) {
      return false;
    }
    if (process.isAlive() && wanted.compareTo(order) > 0) {
      order = wanted;
    }
    long at = System.nanoTime() + untilKill.toNanos();
    if (killAtNs.isEmpty() || at - killAtNs.getAsLong() < 0) {
      killAtNs = OptionalLong.of(at);
    }
    return true;
  }

  private void keep() {
    THREADS.execute(
        () -> {
          try {
            exited.complete(awaitExit());
          } catch (RuntimeException | Error e) {
            exited.completeExceptionally(e);
          }
        });
  }

  /** The numbers of all its processes that run now. */
  public Set<Long> processes() {
    return family.running().stream().map(Identity::pid).collect(Collectors.toUnmodifiableSet());
  }

  /** Work on a log to which nobody writes meanwhile. */
  @FunctionalInterface
  public interface LogRewrite {
    /** Does the work; returns from which byte on the child's own output follows now. */
    long rewrite() throws IOException;
  }

  /**
   * Lets somebody shorten the log, while all processes of this child stand still as far as this
   * system can make them: they are stopped by a signal, and go on at once afterwards.
   */
  public void rewriteLog(LogRewrite work) throws IOException {
    try (var _ = Standstill.of(family)) {
      noteLogStart(work.rewrite());
    }
  }

  private synchronized void noteLogStart(long start) {
    logStart = start;
  }

  private synchronized long logStart() {
    return logStart;
  }

  private Exit awaitExit() {
    int code = awaitLeader();
    Exit.Order ordered = orderSoFar();
    List<String> lastLines = LogTail.read(launch.log(), logStart(), Ending.LAST_LINES);
    boolean kernelKilled = ordered != Exit.Order.KILL && kernelKilled();
    Ending ending = Ending.classify(code, lastLines, kernelKilled);
    List<Long> survivors = endRest();
    if (survivors.isEmpty()) {
      forget.run();
    }
    return new Exit(code, ordered, ending, survivors);
  }

  private int awaitLeader() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        // Nobody has this thread, so nobody means it.
      }
    }
  }

  private synchronized Exit.Order orderSoFar() {
    return order;
  }

  private boolean kernelKilled() {
    OptionalLong now = OomKills.count(ROOT);
    return now.isPresent()
        && oomKillsBefore.isPresent()
        && now.getAsLong() > oomKillsBefore.getAsLong();
  }

  private List<Long> endRest() {
    if (family.runningAfterLeader().isEmpty()) {
      return List.of();
    }
    if (tighten(LEFT_BEHIND)) {
      Rest.tellToEnd(family);
    }
    return Rest.await(family, this::killAt);
  }

  /** Sets the time for what was left behind; false if an order has set one already. */
  private synchronized boolean tighten(Duration untilKill) {
    if (killAtNs.isPresent()) {
      return false;
    }
    killAtNs = OptionalLong.of(System.nanoTime() + untilKill.toNanos());
    return true;
  }

  private synchronized long killAt() {
    return killAtNs.orElseGet(System::nanoTime);
  }
}
