package dev.thaw.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which file says what is to be studied. */
final class SpecFile {

  /** What {@code thaw hello} writes. */
  private static final Path USUAL = Path.of("study.yaml");

  private SpecFile() {}

  /**
   * The file that was named, or the one that is named as usual.
   *
   * @param command the command, for messages
   * @throws UserMistake if it cannot be read
   */
  static Path choose(@Nullable Path named, String command) {
    if (named == null && Files.isReadable(USUAL)) {
      return USUAL;
    }
    if (named == null) {
      throw new UserMistake(
          "the spec is missing: there is no %s here.\nMaybe say: thaw %s -f FILE; or thaw hello, which writes one."
              .formatted(USUAL, command));
    }
    if (!Files.isReadable(named)) {
      throw new UserMistake("file (%s) cannot be read.".formatted(named));
    }
    return named;
  }
}
