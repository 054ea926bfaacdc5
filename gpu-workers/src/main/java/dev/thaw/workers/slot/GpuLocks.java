package dev.thaw.workers.slot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two workers on one machine from offering the same GPU: each GPU has a file that its worker
 * locks. A lock ends with its process, however that ends. Where no file can be written there are no
 * locks, and everything may be offered.
 */
final class GpuLocks implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GpuLocks.class);

  private final Path folder;
  private final Map<String, FileChannel> held = new HashMap<>();

  /**
   * Locks in a folder that all workers of the machine know.
   *
   * @param folder created when the first lock is wanted, writable for everybody
   */
  GpuLocks(Path folder) {
    this.folder = folder;
  }

  /** Takes a GPU, if nobody else has it; true also if it was taken before. */
  synchronized boolean take(String uuid) {
    if (held.containsKey(uuid)) {
      return true;
    }
    FileChannel channel;
    try {
      channel = open(uuid.replaceAll("[^A-Za-z0-9-]", "_"));
    } catch (IOException e) {
      log.warn("{} cannot be locked, so another worker may offer it too: {}", uuid, e.toString());
      return true;
    }
    if (lock(channel)) {
      held.put(uuid, channel);
      return true;
    }
    close(channel);
    return false;
  }

  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException takenByThisProcess) {
      return false;
    } catch (IOException e) {
      log.warn("{} cannot be locked: {}", channel, e.toString());
      return true;
    }
  }

  private FileChannel open(String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      everybodyMayWrite(folder, "rwxrwxrwx");
    }
    Path file = folder.resolve(name + ".lock");
    boolean fresh = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (fresh) {
      everybodyMayWrite(file, "rw-rw-rw-");
    }
    return channel;
  }

  private static void everybodyMayWrite(Path path, String permissions) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{} stays as it is", path, e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("{} could not be closed", channel, e);
    }
  }

  /** Gives all back. */
  @Override
  public synchronized void close() {
    held.values().forEach(GpuLocks::close);
    held.clear();
  }
}
