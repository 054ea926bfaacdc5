package dev.thaw.workers.asked;

import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.workers.process.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a session into which somebody else writes checkpoints.
 *
 * @param path the folder, absolute
 */
record HandedFolder(Path path) {

  void create() throws IOException {
    Files.createDirectories(path);
  }

  /**
   * Takes what was written into a checkpoint's folder, and leaves none of it.
   *
   * @throws TrainingFailedException if there is nothing
   */
  void moveTo(Path directory) throws IOException {
    List<Path> written;
    try (Stream<Path> inside = Files.list(path)) {
      written = inside.toList();
    }
    if (written.isEmpty()) {
      throw new TrainingFailedException(
          TrainingFailedException.Kind.ERROR,
          "a checkpoint was said to be in %s, but nothing is.\nMaybe tell \"checkpoint\": false where there is none."
              .formatted(path));
    }
    for (Path one : written) {
      move(one, directory);
    }
  }

  private static void move(Path one, Path directory) throws IOException {
    Path target = directory.resolve(one.getFileName());
    try {
      Files.move(one, target);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException unmoved) {
      copy(one, target, directory);
    }
  }

  /** Where a folder cannot be moved, such as to another file system. */
  private static void copy(Path one, Path target, Path directory) throws IOException {
    boolean folder = Files.isDirectory(one);
    if (folder) {
      Files.createDirectories(target);
    }
    FolderTree.copy(one, folder ? target : directory);
    FolderTree.delete(one);
  }

  /** What a session that has trained nothing saves: what it was resumed from. */
  void copyTo(Path directory, Optional<Path> resumedFrom) throws IOException {
    if (resumedFrom.isPresent()) {
      FolderTree.copy(resumedFrom.get(), directory);
    }
  }

  void delete() {
    FolderTree.delete(path);
  }
}
