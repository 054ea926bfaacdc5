package dev.thaw.app.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The disk below the folder for studies.
 *
 * @param folder the folder, which need not exist yet
 * @param existing the folder itself, or the nearest one above that exists
 * @param refusal why no file can be written there; empty if one can
 * @param free what this user may still write, in bytes
 * @param total the size of the file system, in bytes
 * @param type the kind of file system, in the system's words
 */
record Disk(
    Path folder, Path existing, Optional<String> refusal, long free, long total, String type) {

  private static final Set<String> NETWORK =
      Set.of(
          "9p",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "fhgfs",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs4",
          "orangefs",
          "pvfs2",
          "smb2",
          "smb3",
          "smbfs",
          "virtiofs",
          "wekafs");

  /** The size of some hundred checkpoints of a middling network. */
  private static final long LITTLE = 10 * Bytes.GIB;

  static Disk read(Path folder) throws IOException {
    Path existing = existing(folder);
    FileStore store = Files.getFileStore(existing);
    return new Disk(
        folder,
        existing,
        refusal(existing),
        store.getUsableSpace(),
        store.getTotalSpace(),
        store.type());
  }

  /** A file or folder, or the nearest one above it that exists. */
  static Path existing(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  /** Why no file can be written to a folder; permissions alone do not tell. */
  static Optional<String> refusal(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of(Files.exists(folder) ? "it is not a folder" : "it does not exist");
    }
    try {
      Path file = Files.createTempFile(folder, ".thaw-doctor-", "");
      Files.write(file, new byte[1]);
      Files.delete(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(reason(e));
    }
  }

  /** The reason of the operating system, without the file's name before it. */
  private static String reason(IOException failure) {
    String kind =
        failure.getClass().getSimpleName().replace("Exception", "").replaceAll("(?=[A-Z])", " ");
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : kind.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a file system is likely to be another machine's. */
  static boolean isNetwork(String type) {
    String word = type.toLowerCase(Locale.ROOT);
    // What hides behind FUSE is nearly always remote: sshfs, gcsfuse, s3fs, rclone, juicefs.
    return NETWORK.contains(word) || word.startsWith("fuse.");
  }

  List<Finding> findings() {
    if (refusal.isPresent()) {
      String text =
          "%s cannot be written: %s. Maybe choose another folder with --dir."
              .formatted(existing, refusal.get());
      return List.of(Finding.problem("disk", text));
    }
    return isNetwork(type) ? List.of(space(), network()) : List.of(space());
  }

  private Finding space() {
    String what =
        "%s of %s free for %s (%s)".formatted(Bytes.text(free), Bytes.text(total), folder, type);
    String remedy =
        ", which is little. Maybe delete checkpoints, or put studies elsewhere with --dir.";
    if (free < Bytes.GIB) {
      return Finding.problem("disk", what + remedy);
    }
    return free < LITTLE ? Finding.warning("disk", what + remedy) : Finding.ok("disk", what);
  }

  private Finding network() {
    return Finding.warning(
        "disk",
        type
            + " looks like a network file system, where locks may fail and journals are slow."
            + " Maybe keep studies on a local disk.");
  }
}
