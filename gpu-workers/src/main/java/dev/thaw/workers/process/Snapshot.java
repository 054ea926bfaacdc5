package dev.thaw.workers.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.workers.checkpoint.Folders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The copy of a study's code in the study's folder, in which its scripts run, so that they train
 * what was there when the study began. What is no code is a link to the original.
 *
 * @param source the folder that was copied; absolute
 * @param code the copy
 */
record Snapshot(Path source, Path code) {

  private static final String CODE = "code";
  private static final String ABOUT = "code.json";
  private static final String DIFF = "code.diff";

  /** The snapshot that a study has. */
  static Optional<Snapshot> in(Path study) throws IOException {
    Path about = study.resolve(ABOUT);
    if (!Files.exists(about)) {
      return Optional.empty();
    }
    JsonNode read = ClientMessage.JSON.readTree(Files.readString(about));
    return Optional.of(new Snapshot(Path.of(read.path("source").asText()), study.resolve(CODE)));
  }

  /**
   * Copies a folder, over a copy that is there already.
   *
   * @throws IOException if it cannot be copied, or holds too much
   */
  static Snapshot take(Path source, Path study) throws IOException {
    if (source.startsWith(study)) {
      throw new IOException(
          "workingDirectory (%s) must not lie in the study's own folder (%s), into which it is copied.\nMaybe choose another folder with --dir, or set trainer.snapshot: false."
              .formatted(source, study));
    }
    SnapshotPlan plan = SnapshotPlan.of(source, study);
    Path half = study.resolve(CODE + ".tmp");
    Files.createDirectories(study);
    Files.deleteIfExists(study.resolve(ABOUT));
    Folders.delete(half);
    Folders.delete(study.resolve(CODE));
    Files.createDirectory(half);
    copy(plan, source, half, Path.of(""));
    Files.move(half, study.resolve(CODE), StandardCopyOption.ATOMIC_MOVE);
    describe(plan, source, study);
    return new Snapshot(source, study.resolve(CODE));
  }

  /** Leaves a study without a snapshot, whatever was copied for one that was never begun. */
  static void forget(Path study) throws IOException {
    Files.deleteIfExists(study.resolve(ABOUT));
  }

  private static void copy(SnapshotPlan plan, Path source, Path target, Path folder)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source.resolve(folder))) {
      for (Path entry : entries) {
        Path relative = source.relativize(entry);
        Path copy = target.resolve(relative);
        if (plan.files().contains(relative)) {
          Files.copy(entry, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && plan.reaches(relative)) {
          Files.createDirectory(copy);
          copy(plan, source, target, relative);
        } else if (!plan.isLeftOut(entry)) {
          Files.createSymbolicLink(copy, linkTarget(entry, source));
        }
      }
    }
  }

  /** A link within the folder stays one within the copy. */
  private static Path linkTarget(Path entry, Path source) throws IOException {
    if (Files.isSymbolicLink(entry)) {
      Path target = Files.readSymbolicLink(entry);
      if (!target.isAbsolute() && entry.resolveSibling(target).normalize().startsWith(source)) {
        return target;
      }
    }
    return entry;
  }

  /** Written last: a study whose snapshot is not complete has none. */
  private static void describe(SnapshotPlan plan, Path source, Path study) throws IOException {
    ObjectNode about = ClientMessage.JSON.createObjectNode();
    about.put("source", source.toString());
    about.put("files", plan.files().size());
    about.put("bytes", plan.bytes());
    Optional<Git> found = Git.of(source);
    if (found.isPresent()) {
      Git git = found.get();
      ObjectNode state = about.putObject("git");
      state.put("revision", git.revision().orElse(null));
      state.put("branch", git.branch().orElse(null));
      state.put("dirty", git.isDirty());
      var submodules = state.putArray("submodules");
      git.submodules().forEach(submodules::add);
      Files.writeString(study.resolve(DIFF), git.diff());
    }
    Path half = study.resolve(ABOUT + ".tmp");
    Files.writeString(half, about.toPrettyString() + "\n");
    Files.move(half, study.resolve(ABOUT), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The same path in the copy, if it lies in the original and was not left out of the copy; a path
   * out of the folder from where it starts in the original; and the same text otherwise.
   */
  String redirect(String word) {
    if (word.startsWith(source + "/")) {
      Path copied = code.resolve(word.substring(source.toString().length() + 1));
      return Files.exists(copied) ? copied.toString() : word;
    }
    if (word.startsWith("../") && Files.exists(source.resolve(word))) {
      return source.resolve(word).normalize().toString();
    }
    return word;
  }
}
