package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with one small file for each child process that runs.
 *
 * <p>Several workers may share a folder, on several machines even: each file names its machine, the
 * machine's start, and the worker, and nobody touches what belongs to a worker that runs or that
 * cannot be seen from here. Files are replaced in one step and not forced to the disk: a machine
 * that loses power loses the processes as well. Safe to use from several threads.
 */
public final class ProcessLedger {

  private static final Logger log = LoggerFactory.getLogger(ProcessLedger.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String SUFFIX = ".child";

  /** How long processes may take to be gone after {@code KILL} was sent to them. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private final Path folder;
  private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private ProcessLedger(Path folder) {
    this.folder = folder;
  }

  /**
   * The ledger in a folder, which is created if it is missing.
   *
   * @throws IOException if it cannot be
   */
  public static ProcessLedger in(Path folder) throws IOException {
    return new ProcessLedger(Files.createDirectories(folder.toAbsolutePath().normalize()));
  }

  /**
   * A child process that had outlived its worker.
   *
   * @param trial what its {@link Launch} called the trial
   * @param pid the number of its leader, dead or alive
   * @param ended how many processes were found running and have been ended
   * @param survivors numbers of those that do not end even by {@code KILL}; normally empty
   */
  public record Orphan(String trial, long pid, int ended, List<Long> survivors) {
    /** Copies the list. */
    public Orphan {
      survivors = List.copyOf(survivors);
    }
  }

  /** Ends orphans with five seconds between {@code TERM} and {@code KILL}. */
  public static List<Orphan> endOrphans(Path folder) throws IOException {
    return endOrphans(folder, GRACE);
  }

  /**
   * Ends the children of workers that are gone, and waits until they are. Call it when a worker
   * starts, before it hands out a GPU.
   *
   * <p>Files of earlier starts of this machine, files of children that are gone, and files whose
   * process number now belongs to somebody else are deleted, and nobody is harmed. A file that
   * cannot be read is left alone and said in the log.
   *
   * @param folder a ledger's folder, which need not exist
   * @param grace the time between {@code TERM} and {@code KILL}
   * @return those of whom something still ran, in the order of their files' names
   * @throws IOException if the folder cannot be read
   */
  public static List<Orphan> endOrphans(Path folder, Duration grace) throws IOException {
    Objects.requireNonNull(grace, "grace");
    List<Orphanage> found = new ArrayList<>();
    Boot here = Boot.current();
    for (Path file : files(folder)) {
      Optional<Entry> entry = read(file);
      if (entry.isPresent() && entry.get().isAbandoned(here)) {
        found.add(new Orphanage(file, entry.get(), here));
      }
    }
    found.forEach(Orphanage::tellToEnd);
    // They have the same time together, not one after the other.
    long deadline = System.nanoTime() + grace.toNanos();
    List<Orphan> orphans = new ArrayList<>();
    for (Orphanage orphanage : found) {
      orphanage.end(deadline).ifPresent(orphans::add);
    }
    return orphans;
  }

  /** Writes the file of a child; what it returns deletes it. */
  Runnable add(Entry entry) throws IOException {
    Path file = folder.resolve(entry.cookie() + SUFFIX);
    Path temporary = folder.resolve(entry.cookie() + ".tmp");
    try {
      Files.writeString(temporary, entry.text());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return () -> delete(file);
  }

  /**
   * Takes a child that is about to run.
   *
   * @throws IOException if none may run any more
   */
  void adopt(ChildProcess child) throws IOException {
    children.add(child);
    var unused = child.exited().thenRun(() -> children.remove(child));
    if (closed) {
      children.remove(child);
      throw new IOException("the worker is shutting down");
    }
  }

  /**
   * Ends all children that were started with this ledger, and waits until they are gone, a little
   * longer than the grace at most. None can be started afterwards. For a worker that is about to
   * end itself.
   *
   * @param grace the time between {@code TERM} and {@code KILL}
   */
  public void endChildren(Duration grace) {
    closed = true;
    List<CompletableFuture<Exit>> exits = new ArrayList<>();
    for (ChildProcess child : children) {
      child.end(grace);
      exits.add(child.exited());
    }
    var all = CompletableFuture.allOf(exits.toArray(CompletableFuture<?>[]::new));
    try {
      all.get(grace.plus(AFTER_KILL).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Some child processes do not end even by SIGKILL", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      entries.forEach(files::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    files.sort(null);
    return files;
  }

  private static Optional<Entry> read(Path file) {
    try {
      return Optional.of(Entry.parse(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      if (Files.exists(file)) {
        log.warn("{} cannot be read and is left alone: {}", file, e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Harmless: the next start finds nobody whom the file describes.
      log.warn("{} cannot be deleted: {}", file, e.toString());
    }
  }

  /** One file whose worker is gone. */
  private static final class Orphanage {
    private final Path file;
    private final Entry entry;
    private final Optional<Family> family;
    private final int members;

    Orphanage(Path file, Entry entry, Boot here) {
      this.file = file;
      this.entry = entry;
      // A number of another start of the machine says nothing about the processes of this one.
      this.family =
          entry.boot().equals(here)
              ? Optional.of(Family.of(entry.child(), entry.cookie()))
              : Optional.empty();
      this.members = family.map(members -> members.running().size()).orElse(0);
    }

    void tellToEnd() {
      if (members > 0) {
        log.warn("Trial {} outlived its worker; its processes are ended.", entry.trial());
        family.ifPresent(Rest::tellToEnd);
      }
    }

    Optional<Orphan> end(long deadline) {
      List<Long> survivors =
          family.map(orphans -> Rest.await(orphans, () -> deadline)).orElse(List.of());
      if (survivors.isEmpty()) {
        delete(file);
      }
      return members == 0
          ? Optional.empty()
          : Optional.of(
              new Orphan(
                  entry.trial(), entry.child().pid(), members - survivors.size(), survivors));
    }
  }
}
