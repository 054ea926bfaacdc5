package dev.thaw.workers.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which files of a folder are code, to be copied. With git those that are tracked or could be, of 5
 * MB each at most; without it all of 1 MB at most. Never what is hidden from sight, what Python
 * makes, an environment, or a study.
 */
final class SnapshotPlan {

  static final long MOST_BYTES = 100_000_000;
  static final int MOST_FILES = 10_000;

  private static final long LARGEST_WITH_GIT = 5_000_000;
  private static final long LARGEST_WITHOUT = 1_000_000;

  private final Path source;
  private final Path study;
  private final SortedSet<Path> files = new TreeSet<>();
  private long bytes;

  private SnapshotPlan(Path source, Path study) {
    this.source = source;
    this.study = study;
  }

  /**
   * Chooses the files.
   *
   * @param study the study's own folder, which is left out
   * @throws IOException if there are too many
   */
  static SnapshotPlan of(Path source, Path study) throws IOException {
    SnapshotPlan plan = new SnapshotPlan(source, study);
    Optional<Git> git = Git.of(source);
    if (git.isPresent()) {
      plan.addTracked(git.get());
    } else {
      plan.addBelow(source);
    }
    return plan;
  }

  /** The files, by their paths below the folder. */
  SortedSet<Path> files() {
    return files;
  }

  /** How much is to be copied. */
  long bytes() {
    return bytes;
  }

  /** Whether anything in a folder is to be copied. */
  boolean reaches(Path relative) {
    SortedSet<Path> behind = files.tailSet(relative);
    return !behind.isEmpty() && behind.first().startsWith(relative);
  }

  /** Whether something belongs into no snapshot, not even as a link. */
  boolean isLeftOut(Path file) {
    Path name = file.getFileName();
    return name.toString().equals("__pycache__")
        || name.toString().equals(".git")
        // A link to a folder around the study would lead around in a circle.
        || study.startsWith(file);
  }

  private void addTracked(Git git) throws IOException {
    List<String> paths = git.files().orElse(List.of());
    for (String path : paths) {
      Path file = git.folder().resolve(path).normalize();
      if (file.equals(git.folder())) {
        // A submodule that is not checked out.
        continue;
      }
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        // A submodule, or a repository within the repository.
        addTracked(new Git(file));
      } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isInAForeignFolder(file)) {
        add(file, LARGEST_WITH_GIT);
      }
    }
  }

  private boolean isInAForeignFolder(Path file) {
    for (Path folder = file.getParent();
        folder != null && !folder.equals(source);
        folder = folder.getParent()) {
      if (isForeign(folder)) {
        return true;
      }
    }
    return false;
  }

  private boolean isForeign(Path folder) {
    return folder.getFileName().toString().startsWith(".")
        || folder.endsWith("__pycache__")
        || folder.equals(study)
        || Files.exists(folder.resolve("pyvenv.cfg"))
        || Files.exists(folder.resolve("conda-meta"))
        || (Files.exists(folder.resolve("spec.json"))
            && Files.exists(folder.resolve("owner.lock")));
  }

  private void addBelow(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(top) && isForeign(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            add(file, LARGEST_WITHOUT);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void add(Path file, long largest) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile() || attributes.size() > largest || !Files.isReadable(file)) {
      return;
    }
    files.add(source.relativize(file));
    bytes += attributes.size();
    if (bytes > MOST_BYTES || files.size() > MOST_FILES) {
      throw new IOException(
          "workingDirectory (%s) must hold at most %,d files and %d MB of code, which is copied when a study begins.\n"
                  .formatted(source, MOST_FILES, MOST_BYTES / 1_000_000)
              + "Maybe the data belongs into .gitignore or elsewhere; or set trainer.snapshot:"
              + " false.");
    }
  }
}
