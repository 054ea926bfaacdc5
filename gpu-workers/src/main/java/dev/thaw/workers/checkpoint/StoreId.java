package dev.thaw.workers.checkpoint;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Identifies a folder below which studies keep their checkpoints: whoever reads the same id reaches
 * the same checkpoints. The id is random and lies in a small file in the folder, which the first
 * who comes puts there. A folder that was copied with the file is taken for the one it was copied
 * from.
 */
public final class StoreId {

  private static final String FILE = ".store-id";

  private StoreId() {}

  /**
   * The id of a folder, which is created if it is not there.
   *
   * @throws IOException if the folder has no id and cannot be written, or its id cannot be read
   */
  public static String of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      put(file);
    }
    String id = Files.readString(file).strip();
    if (id.isEmpty()) {
      throw new IOException(
          "file (%s) must hold the id of its folder, and is empty.".formatted(file));
    }
    return id;
  }

  /** Complete or not at all, and never in the place of another's; what was there first stays. */
  private static void put(Path file) throws IOException {
    Path mine = file.resolveSibling(FILE + "-" + UUID.randomUUID());
    try {
      Files.writeString(mine, UUID.randomUUID().toString().substring(0, 18) + "\n");
      try {
        Files.createLink(file, mine);
      } catch (FileAlreadyExistsException othersWasFirst) {
        return;
      } catch (IOException | UnsupportedOperationException noLinksHere) {
        moveUnlessThere(mine, file);
      }
    } finally {
      Files.deleteIfExists(mine);
    }
  }

  private static void moveUnlessThere(Path mine, Path file) throws IOException {
    try {
      Files.move(mine, file);
    } catch (FileAlreadyExistsException othersWasFirst) {
      // Whoever was first has said what the folder is called.
    }
  }
}
