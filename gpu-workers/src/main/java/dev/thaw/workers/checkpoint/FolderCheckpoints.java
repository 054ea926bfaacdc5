package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.workers.checkpoint.CheckpointLookup.Damaged;
import dev.thaw.workers.checkpoint.CheckpointLookup.Intact;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one study under one root folder, which may lie on a file system that several
 * nodes share.
 */
public final class FolderCheckpoints implements CheckpointStore {

  private static final Logger log = LoggerFactory.getLogger(FolderCheckpoints.class);
  private final Path root;
  private final Set<Path> beingWritten = ConcurrentHashMap.newKeySet();
  // Written here and not named by any keep order since: the study may not know of them yet.
  private final Set<Path> unacknowledged = ConcurrentHashMap.newKeySet();

  /**
   * The store of a study.
   *
   * @param root its folder; created when the first checkpoint is written
   */
  public FolderCheckpoints(Path root) {
    this.root = Objects.requireNonNull(root, "root").toAbsolutePath().normalize();
  }

  @Override
  public StoredCheckpoint write(int trial, CheckpointRef ref, Writer writer) throws IOException {
    requireName(trial, ref);
    Path target = folderOf(trial).resolve(FolderName.of(ref));
    if (Files.isDirectory(target)) {
      if (open(trial, ref) instanceof Intact(StoredCheckpoint present)) {
        return present;
      }
      discard(target, ref);
    }
    Path temporary = folderOf(trial).resolve(FolderName.temporary(ref));
    beingWritten.add(temporary);
    try {
      long bytes = fill(temporary, writer);
      publish(temporary, target);
      return new StoredCheckpoint(ref, target, bytes);
    } finally {
      deleteQuietly(temporary);
      beingWritten.remove(temporary);
    }
  }

  private long fill(Path temporary, Writer writer) throws IOException {
    createTrialFolder(temporary.getParent());
    Files.createDirectory(temporary);
    writer.write(temporary);
    Manifest manifest = Manifest.seal(temporary);
    Folders.force(temporary);
    return manifest.bytes();
  }

  private void createTrialFolder(@Nullable Path folder) throws IOException {
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Folders.forceEntries(root);
    }
  }

  /**
   * Takes over a copy of a checkpoint that lies elsewhere, if it is what its manifest says.
   *
   * @param copier copies the files and the manifest into a folder
   * @throws IOException if the copier threw it, or the disk did; nothing is left behind
   */
  CheckpointLookup adopt(int trial, CheckpointRef ref, Writer copier) throws IOException {
    Path target = folderOf(trial).resolve(FolderName.of(ref));
    Path temporary = folderOf(trial).resolve(FolderName.temporary(ref));
    beingWritten.add(temporary);
    try {
      createTrialFolder(temporary.getParent());
      Files.createDirectory(temporary);
      copier.write(temporary);
      Manifest manifest = Manifest.read(temporary);
      Optional<String> difference = manifest.differenceFrom(temporary);
      if (difference.isPresent()) {
        return new Damaged(difference.get());
      }
      Folders.force(temporary);
      if (Files.isDirectory(target)) {
        discard(target, ref);
      }
      publish(temporary, target);
      unacknowledged.remove(target);
      return new Intact(new StoredCheckpoint(ref, target, manifest.bytes()));
    } finally {
      deleteQuietly(temporary);
      beingWritten.remove(temporary);
    }
  }

  /** Deletes one checkpoint, whoever wants it kept. */
  void forget(int trial, CheckpointRef ref) throws IOException {
    Path folder = folderOf(trial).resolve(FolderName.of(ref));
    if (Files.isDirectory(folder)) {
      discard(folder, ref);
    }
  }

  private void publish(Path temporary, Path target) throws IOException {
    // Before the rename, so that no keep order finds the folder under its name but not in the set.
    unacknowledged.add(target);
    boolean moved = false;
    boolean durable = false;
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      Folders.forceEntries(Objects.requireNonNull(target.getParent()));
      durable = true;
    } finally {
      if (!durable) {
        unacknowledged.remove(target);
      }
      if (moved && !durable) {
        deleteQuietly(target);
      }
    }
  }

  @Override
  public CheckpointLookup open(int trial, CheckpointRef ref) {
    requireName(trial, ref);
    Path folder = folderOf(trial).resolve(FolderName.of(ref));
    String name = root.relativize(folder).toString();
    if (!Files.isDirectory(folder)) {
      return new Damaged(
          "Checkpoint %s is missing in %s.\nMaybe it was on another node's disk."
              .formatted(name, root));
    }
    try {
      Manifest manifest = Manifest.read(folder);
      Optional<String> difference = manifest.differenceFrom(folder);
      return difference.isEmpty()
          ? new Intact(new StoredCheckpoint(ref, folder, manifest.bytes()))
          : new Damaged("Checkpoint %s is damaged: %s".formatted(name, difference.get()));
    } catch (IOException e) {
      return new Damaged("Checkpoint %s is damaged: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public void keep(int trial, Collection<CheckpointRef> kept, CheckpointRef upTo)
      throws IOException {
    Path trialFolder = folderOf(trial);
    kept.forEach(ref -> unacknowledged.remove(trialFolder.resolve(FolderName.of(ref))));
    Optional<CheckpointRef> newest = kept.stream().max(Comparator.naturalOrder());
    @Nullable IOException failure = null;
    for (Path folder : Folders.inside(trialFolder)) {
      Optional<FolderName> name = FolderName.parse(folder);
      if (name.isEmpty()
          || name.get().ref().isNewerThan(upTo)
          || stays(folder, name.get(), kept, newest)) {
        continue;
      }
      try {
        discard(folder, name.get().ref());
      } catch (IOException e) {
        failure = collect(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean stays(
      Path folder,
      FolderName name,
      Collection<CheckpointRef> kept,
      Optional<CheckpointRef> newest) {
    if (name.temporary()) {
      boolean leaseIsOver = newest.isPresent() && name.ref().fence() < newest.get().fence();
      return beingWritten.contains(folder) || !leaseIsOver;
    }
    boolean unknownToStudy =
        unacknowledged.contains(folder)
            && newest.isPresent()
            && name.ref().isNewerThan(newest.get());
    return kept.contains(name.ref()) || unknownToStudy;
  }

  private static IOException collect(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  @Override
  public long bytes() throws IOException {
    return Folders.bytes(root);
  }

  @Override
  public int sweepTemporary() throws IOException {
    int deleted = 0;
    for (Path trialFolder : Folders.inside(root)) {
      for (Path folder : temporaryIn(trialFolder)) {
        Folders.delete(folder);
        deleted++;
      }
    }
    return deleted;
  }

  @Override
  public void claim(String owner) throws IOException {
    Path file = root.resolve(Ownership.FILE);
    if (!Files.exists(file)) {
      boolean used = Folders.inside(root).stream().anyMatch(FolderName::isTrial);
      Ownership.check(location(), used ? "" : owner, owner);
      Files.createDirectories(root);
      try {
        Files.writeString(file, owner + "\n", StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        log.debug("{} was claimed at the same time", root, e);
      }
    }
    Ownership.check(location(), Files.readString(file).strip(), owner);
  }

  @Override
  public String location() {
    return root.toString();
  }

  private List<Path> temporaryIn(Path trialFolder) throws IOException {
    return Folders.inside(trialFolder).stream()
        .filter(folder -> FolderName.parse(folder).filter(FolderName::temporary).isPresent())
        .filter(folder -> !beingWritten.contains(folder))
        .toList();
  }

  /** Takes a folder's name away first, so that a half deleted checkpoint is never found. */
  private void discard(Path folder, CheckpointRef ref) throws IOException {
    Path doomed = folder.resolveSibling(FolderName.temporary(ref));
    try {
      Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
      Folders.delete(doomed);
    } catch (NoSuchFileException e) {
      log.debug("{} was deleted by a node that shares the folder", folder, e);
    }
    unacknowledged.remove(folder);
  }

  private static void deleteQuietly(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      log.warn("Could not delete {}; it is no checkpoint and may be deleted by hand", folder, e);
    }
  }

  private Path folderOf(int trial) {
    return root.resolve(FolderName.ofTrial(trial));
  }

  static void requireName(int trial, CheckpointRef ref) {
    if (trial < 0) {
      throw new IllegalArgumentException("trial (%d) must be at least 0.".formatted(trial));
    }
    if (ref.fence() < 0 || ref.epoch() < 1) {
      throw new IllegalArgumentException(
          "checkpoint (%s) must have a fence of at least 0 and an epoch of at least 1."
              .formatted(ref));
    }
  }
}
