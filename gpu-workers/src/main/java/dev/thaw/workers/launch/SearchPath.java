package dev.thaw.workers.launch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs in the folders of a {@code PATH}, as a shell does. */
public final class SearchPath {

  /** Where programs are that every system has, also if the {@code PATH} is broken. */
  public static final String USUAL = "/usr/bin:/bin:/usr/sbin:/sbin";

  private SearchPath() {}

  /** The program that a shell would run. An empty entry is the current folder. */
  public static Optional<Path> find(String program, String path) {
    return candidates(program, Path.of(""), path).filter(SearchPath::isProgram).findFirst();
  }

  /** Where a shell that runs in a directory would look, in this order, whatever is there. */
  static Stream<Path> candidates(String program, Path directory, String path) {
    return Stream.of(path.split(":", -1)).flatMap(folder -> file(directory, folder, program));
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static Stream<Path> file(Path directory, String folder, String program) {
    try {
      return Stream.of(directory.resolve(folder).resolve(program));
    } catch (InvalidPathException garbage) {
      return Stream.empty();
    }
  }
}
