package dev.thaw.app.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file through which the owner of a study tells other processes how the study stands. It is
 * replaced as a whole: a reader sees the old content or the new one, never a part of either.
 */
public final class StatusFile {

  /** The file's name in the folder of its study. */
  public static final String NAME = "status.json";

  private static final String TEMPORARY = ".status.json.tmp";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
          .configure(DeserializationFeature.USE_LONG_FOR_INTS, true)
          .build();

  private StatusFile() {}

  /**
   * Replaces the status file of a folder. Only the owner of the study may call it, and only from
   * one thread at a time.
   *
   * @throws IOException if the folder does not exist or cannot be written to
   */
  public static void write(Path directory, StudyStatus status) throws IOException {
    Path temporary = directory.resolve(TEMPORARY);
    Files.write(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(status));
    force(temporary);
    Files.move(
        temporary,
        directory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A crash of the machine must not leave an empty file under the final name. */
  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * The status of the study in a folder.
   *
   * @throws FileNotFoundException if there is none
   * @throws IOException if it cannot be read, or was written by a newer version
   */
  public static StudyStatus read(Path directory) throws IOException {
    Optional<StudyStatus> found = find(directory);
    if (found.isEmpty()) {
      throw new FileNotFoundException(
          "directory (%s) must hold a study, but has no %s.\nMaybe the study was not started yet, or its folder is another one."
              .formatted(directory, NAME));
    }
    return found.get();
  }

  /**
   * The status of the study in a folder; empty if there is none.
   *
   * @throws IOException if it cannot be read, or was written by a newer version
   */
  public static Optional<StudyStatus> find(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      return Optional.of(parse(file, Files.readAllBytes(file)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private static StudyStatus parse(Path file, byte[] bytes) throws IOException {
    try {
      JsonNode tree = JSON.readTree(bytes);
      int schema = tree.path("schema").asInt(0);
      if (schema != StudyStatus.SCHEMA) {
        throw new IOException(
            "schema (%d) of %s must be %d.\nMaybe it was written by another version of this program."
                .formatted(schema, file, StudyStatus.SCHEMA));
      }
      return JSON.treeToValue(tree, StudyStatus.class);
    } catch (JsonProcessingException damaged) {
      throw new IOException(
          "%s must be the status of a study, but cannot be read.\nMaybe it was edited by hand: it is written anew when the study goes on."
              .formatted(file),
          damaged);
    }
  }
}
