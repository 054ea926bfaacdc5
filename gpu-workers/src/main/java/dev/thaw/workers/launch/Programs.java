package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs as a shell does, to say clearly what is missing before anything is started. */
final class Programs {

  private Programs() {}

  /** A tool that every system of this kind has, by the worker's own path; empty if it has not. */
  static Optional<Path> tool(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse(SearchPath.USUAL);
    return candidates(name, Path.of("/"), path + ":" + SearchPath.USUAL)
        .filter(SearchPath::isProgram)
        .findFirst();
  }

  /** The same, for a tool that cannot be done without. */
  static Path required(String name) throws IOException {
    return tool(name)
        .orElseThrow(
            () ->
                new IOException(
                    "The program %s, which starts trials, is not on this machine.\n".formatted(name)
                        + "Maybe install the packages coreutils and util-linux."));
  }

  /**
   * Checks that a launch's program and working directory are there.
   *
   * @param path the child's {@code PATH}
   */
  static void requireRunnable(Launch launch, Optional<String> path) throws IOException {
    Path directory = launch.workingDirectory();
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "workingDirectory (%s) must be an existing folder.\nMaybe it is relative to another one."
              .formatted(directory));
    }
    String program = launch.command().getFirst();
    List<Path> files =
        candidates(program, directory, path.orElse(SearchPath.USUAL))
            .filter(Files::exists)
            .toList();
    if (files.isEmpty()) {
      throw new IOException(notFound(program, directory));
    }
    if (files.stream().noneMatch(SearchPath::isProgram)) {
      throw new IOException(
          "The program %s cannot be run: %s is not an executable file.\nMaybe run chmod +x on it."
              .formatted(program, files.getFirst()));
    }
  }

  private static String notFound(String program, Path directory) {
    return program.contains("/")
        ? "The program %s was not found; looked for it as %s.\nMaybe workingDirectory is another."
            .formatted(program, directory.resolve(program))
        : "The program %s was not found in any folder of PATH.\nMaybe write it with its folder."
            .formatted(program);
  }

  private static Stream<Path> candidates(String program, Path directory, String path) {
    return program.contains("/")
        ? Stream.of(directory.resolve(program))
        : SearchPath.candidates(program, directory, path);
  }
}
