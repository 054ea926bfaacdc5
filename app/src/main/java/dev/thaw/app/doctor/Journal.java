package dev.thaw.app.doctor;

import dev.thaw.actors.journal.StudyJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a study could keep its journal in a folder.
 *
 * @param failure why it cannot, in words; empty if it can
 */
record Journal(Optional<String> failure) {

  /**
   * Tries it in a folder of its own below an existing one, and deletes that again.
   *
   * @return empty if nothing can be written there at all, which the look at the disk tells
   */
  static Optional<Journal> tryIn(Path existing) throws IOException {
    if (!Files.isDirectory(existing) || Disk.refusal(existing).isPresent()) {
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory(existing, ".thaw-doctor-");
    try {
      StudyJournal.createTables(folder);
      return Optional.of(new Journal(Optional.empty()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return Optional.of(new Journal(Optional.of(String.valueOf(e.getMessage()))));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> all = Files.walk(folder)) {
      inside = all.toList();
    }
    for (Path path : inside.reversed()) {
      Files.deleteIfExists(path);
    }
  }

  List<Finding> findings() {
    return List.of(
        failure
            .map(text -> Finding.problem("journal", text))
            .orElseGet(() -> Finding.ok("journal", "an H2 file can be written and locked there")));
  }
}
