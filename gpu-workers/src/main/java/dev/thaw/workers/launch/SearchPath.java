package dev.thaw.app.doctor;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs in the folders of a {@code PATH}, as a shell does. */
final class SearchPath {

  /** Where programs are that every system has, also if the {@code PATH} is broken. */
  static final String USUAL = "/usr/bin:/bin:/usr/sbin:/sbin";

  private SearchPath() {}

  /** The program that a shell would run. An empty entry is the current folder. */
  static Optional<Path> find(String program, String path) {
    return Stream.of(path.split(":", -1))
        .flatMap(folder -> file(folder, program).stream())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Optional<Path> file(String folder, String program) {
    try {
      return Optional.of(Path.of(folder).resolve(program));
    } catch (InvalidPathException garbage) {
      return Optional.empty();
    }
  }
}
