package dev.thaw.workers.process;

import dev.thaw.workers.checkpoint.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies and deletes folders with all that is in them. */
public final class FolderTree {

  private static final Logger log = LoggerFactory.getLogger(FolderTree.class);

  private FolderTree() {}

  /** Copies a file under its own name, or the content of a folder, into a folder. */
  public static void copy(Path from, Path into) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.copy(from, into.resolve(from.getFileName()));
      return;
    }
    List<Path> sources;
    try (Stream<Path> paths = Files.walk(from)) {
      sources = paths.sorted(Comparator.naturalOrder()).toList();
    }
    for (Path source : sources) {
      Path target = into.resolve(from.relativize(source));
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else {
        Files.copy(source, target);
      }
    }
  }

  /** Deletes a folder; what cannot be deleted stays, and is logged. */
  public static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      log.warn("{} could not be deleted: {}", folder, e.toString());
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }
}
