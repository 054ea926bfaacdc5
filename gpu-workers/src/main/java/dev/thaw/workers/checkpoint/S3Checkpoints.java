package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.workers.checkpoint.CheckpointLookup.Damaged;
import dev.thaw.workers.checkpoint.CheckpointLookup.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The checkpoints of one study in a bucket: {@code prefix/trial-00007/fence-12-epoch-9/...}, one
 * object a file. The manifest is put last and taken away first, and nothing without one is a
 * checkpoint.
 *
 * <p>A copy of what was written or opened here stays on this machine's disk for as long as the
 * study keeps it, so that a trial that goes on where it was frozen downloads nothing. The bucket
 * decides: a copy whose manifest is not there any more, or another, is no checkpoint.
 */
final class S3Checkpoints implements CheckpointStore {

  /** Files that are larger are sent in parts of this size. */
  static final long PART_BYTES = 64L << 20;

  private static final Logger log = LoggerFactory.getLogger(S3Checkpoints.class);
  private final Bucket bucket;
  private final FolderCheckpoints copies;
  private final Set<Named> beingWritten = ConcurrentHashMap.newKeySet();
  // Written here and not named by any keep order since: the study may not know of them yet.
  private final Set<Named> unacknowledged = ConcurrentHashMap.newKeySet();

  S3Checkpoints(S3Client client, String bucket, String prefix, Path local, long partBytes) {
    this.bucket = new Bucket(client, bucket, prefix, partBytes);
    this.copies = new FolderCheckpoints(local);
  }

  private record Named(int trial, CheckpointRef ref) {
    /** What the names of its objects begin with. */
    String folder() {
      return FolderName.ofTrial(trial) + "/" + FolderName.of(ref) + "/";
    }

    String manifest() {
      return folder() + Manifest.FILE;
    }
  }

  @Override
  public StoredCheckpoint write(int trial, CheckpointRef ref, Writer writer) throws IOException {
    FolderCheckpoints.requireName(trial, ref);
    Named name = new Named(trial, ref);
    beingWritten.add(name);
    try {
      StoredCheckpoint written = copies.write(trial, ref, writer);
      if (!upload(name, written.directory())) {
        return written;
      }
      unacknowledged.add(name);
      return written;
    } catch (IOException | RuntimeException e) {
      dropCopy(name);
      throw e;
    } finally {
      beingWritten.remove(name);
    }
  }

  /** Whether anything had to be sent: what is there already under this name stays. */
  private boolean upload(Named name, Path folder) throws IOException {
    String manifest = Files.readString(folder.resolve(Manifest.FILE));
    String present = bucket.text(name.manifest());
    if (manifest.equals(present)) {
      return false;
    }
    if (present != null) {
      bucket.delete(name.manifest());
    }
    for (String file : Manifest.parse(manifest).files().keySet()) {
      bucket.put(name.folder() + file, folder.resolve(file));
    }
    bucket.put(name.manifest(), manifest);
    return true;
  }

  private void dropCopy(Named name) {
    try {
      copies.forget(name.trial, name.ref);
    } catch (IOException e) {
      log.warn("Could not delete the copy of {}; it is no checkpoint", name.folder(), e);
    }
  }

  @Override
  public CheckpointLookup open(int trial, CheckpointRef ref) throws IOException {
    FolderCheckpoints.requireName(trial, ref);
    Named name = new Named(trial, ref);
    String manifest = bucket.text(name.manifest());
    if (manifest == null) {
      return new Damaged("Checkpoint %s is missing.".formatted(bucket.uri(name.folder())));
    }
    if (copies.open(trial, ref) instanceof Intact(StoredCheckpoint copy)
        && Files.readString(copy.directory().resolve(Manifest.FILE)).equals(manifest)) {
      return new Intact(copy);
    }
    return download(name, manifest);
  }

  private CheckpointLookup download(Named name, String text) throws IOException {
    Manifest manifest;
    try {
      manifest = Manifest.parse(text);
    } catch (IOException e) {
      return damaged(name, String.valueOf(e.getMessage()));
    }
    try {
      CheckpointLookup found =
          copies.adopt(name.trial, name.ref, folder -> fetch(name, manifest, text, folder));
      return found instanceof Damaged(String what) ? damaged(name, what) : found;
    } catch (NoSuchFileException e) {
      return damaged(name, "%s is missing.".formatted(e.getFile()));
    }
  }

  private Damaged damaged(Named name, String what) {
    return new Damaged("Checkpoint %s is damaged: %s".formatted(bucket.uri(name.folder()), what));
  }

  private void fetch(Named name, Manifest manifest, String text, Path folder) throws IOException {
    for (String file : manifest.files().keySet()) {
      Path target = folder.resolve(file).normalize();
      if (!target.startsWith(folder)) {
        throw new NoSuchFileException(file);
      }
      Files.createDirectories(target.getParent());
      bucket.get(name.folder() + file, target);
    }
    Files.writeString(folder.resolve(Manifest.FILE), text);
  }

  @Override
  public void keep(int trial, Collection<CheckpointRef> kept, CheckpointRef upTo)
      throws IOException {
    kept.forEach(ref -> unacknowledged.remove(new Named(trial, ref)));
    Optional<CheckpointRef> newest = kept.stream().max(Comparator.naturalOrder());
    @Nullable IOException failure = null;
    for (Map.Entry<CheckpointRef, List<String>> found : objectsOf(trial).entrySet()) {
      if (!found.getKey().isNewerThan(upTo)
          && !stays(new Named(trial, found.getKey()), found.getValue(), kept, newest)) {
        failure =
            attempt(() -> discard(new Named(trial, found.getKey()), found.getValue()), failure);
      }
    }
    failure = attempt(() -> copies.keep(trial, kept, upTo), failure);
    if (failure != null) {
      throw failure;
    }
  }

  private boolean stays(
      Named name,
      List<String> objects,
      Collection<CheckpointRef> kept,
      Optional<CheckpointRef> newest) {
    if (kept.contains(name.ref) || beingWritten.contains(name)) {
      return true;
    }
    if (!objects.contains(name.manifest())) {
      // Perhaps another node is sending it just now, unless its lease is over.
      return newest.isEmpty() || name.ref.fence() >= newest.get().fence();
    }
    return unacknowledged.contains(name)
        && newest.isPresent()
        && name.ref.isNewerThan(newest.get());
  }

  /** The names of the objects of each checkpoint, oldest checkpoint first. */
  private Map<CheckpointRef, List<String>> objectsOf(int trial) throws IOException {
    String folder = FolderName.ofTrial(trial) + "/";
    Map<CheckpointRef, List<String>> objects = new TreeMap<>();
    for (String object : bucket.list(folder).keySet()) {
      String name = object.substring(folder.length()).split("/", 2)[0];
      FolderName.parse(Path.of(name))
          .ifPresent(
              parsed ->
                  objects.computeIfAbsent(parsed.ref(), ref -> new ArrayList<>()).add(object));
    }
    return objects;
  }

  /** The manifest goes first, so that a half deleted checkpoint is never found. */
  private void discard(Named name, List<String> objects) throws IOException {
    if (objects.contains(name.manifest())) {
      bucket.delete(name.manifest());
    }
    unacknowledged.remove(name);
    for (String object : objects) {
      if (!object.equals(name.manifest())) {
        bucket.delete(object);
      }
    }
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private static @Nullable IOException attempt(Deletion deletion, @Nullable IOException before) {
    try {
      deletion.run();
      return before;
    } catch (IOException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
      return before;
    }
  }

  @Override
  public long bytes() throws IOException {
    return bucket.list("").values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public int sweepTemporary() throws IOException {
    int deleted = 0;
    Map<String, List<String>> folders = new TreeMap<>();
    for (String object : bucket.list("").keySet()) {
      String[] parts = object.split("/", 3);
      if (parts.length == 3 && FolderName.parse(Path.of(parts[1])).isPresent()) {
        String folder = parts[0] + "/" + parts[1] + "/";
        folders.computeIfAbsent(folder, same -> new ArrayList<>()).add(object);
      }
    }
    for (Map.Entry<String, List<String>> folder : folders.entrySet()) {
      if (!folder.getValue().contains(folder.getKey() + Manifest.FILE)) {
        for (String object : folder.getValue()) {
          bucket.delete(object);
        }
        deleted++;
      }
    }
    bucket.abortUploads();
    return deleted + copies.sweepTemporary();
  }

  @Override
  public void claim(String owner) throws IOException {
    String found = bucket.text(Ownership.FILE);
    if (found == null) {
      boolean unused = bucket.list("trial-").isEmpty();
      Ownership.check(location(), unused ? owner : "", owner);
      bucket.put(Ownership.FILE, owner + "\n");
      found = owner;
    }
    Ownership.check(location(), found.strip(), owner);
  }

  @Override
  public String location() {
    return bucket.uri("");
  }

  @Override
  public void close() {
    bucket.close();
  }
}
