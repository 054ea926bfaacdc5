package dev.thaw.workers.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** Which study a place belongs to. */
final class Ownership {

  /** What holds the owner, in the place and in the study's own folder. */
  static final String FILE = "owner.txt";

  private Ownership() {}

  /** The name under which a study owns places: drawn at random once, and kept in its folder. */
  static String of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder);
      String drawn = UUID.randomUUID().toString();
      Files.writeString(file, drawn + "\n");
      return drawn;
    }
  }

  /**
   * Checks that a place is owned by whom it should be.
   *
   * @param found who owns it; blank if checkpoints lie there and nobody does
   * @throws IOException if it is not
   */
  static void check(String location, String found, String owner) throws IOException {
    if (!found.equals(owner)) {
      throw new IOException(
          "checkpoints.store (%s) already holds the checkpoints of another study.\nMaybe choose another folder or prefix, or delete what is there."
              .formatted(location));
    }
  }
}
