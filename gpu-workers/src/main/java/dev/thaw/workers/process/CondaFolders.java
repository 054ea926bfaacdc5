package dev.thaw.workers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where conda keeps environments, found as conda itself does but without running it, which takes a
 * second and may not be allowed to.
 *
 * @param variables the environment of this process
 * @param home the user's home folder
 */
record CondaFolders(Map<String, String> variables, Path home) {

  private static final List<String> USUAL_ROOTS =
      List.of("miniconda3", "miniforge3", "mambaforge", "anaconda3", "micromamba");

  static CondaFolders ofThisProcess() {
    return new CondaFolders(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** The folder of an environment that has a Python. */
  Optional<Path> prefixOf(String name) {
    return candidates(name)
        .map(Path::toAbsolutePath)
        .map(Path::normalize)
        .filter(prefix -> Files.isExecutable(prefix.resolve("bin/python")))
        .findFirst();
  }

  private Stream<Path> candidates(String name) {
    Stream<Path> shelves =
        Stream.concat(
            Stream.of("CONDA_ENVS_PATH", "CONDA_ENVS_DIRS").flatMap(this::paths),
            Stream.concat(
                roots().map(root -> root.resolve("envs")), Stream.of(home.resolve(".conda/envs"))));
    return Stream.of(
            active(name),
            name.equals("base") ? roots() : Stream.<Path>empty(),
            shelves.map(shelf -> shelf.resolve(name)),
            noted().filter(prefix -> prefix.endsWith(name)))
        .flatMap(paths -> paths);
  }

  private Stream<Path> active(String name) {
    return paths("CONDA_PREFIX").filter(prefix -> prefix.endsWith(name));
  }

  /** The installations of conda: the base environments. */
  private Stream<Path> roots() {
    Stream<Path> byProgram =
        paths("CONDA_EXE")
            .map(Path::getParent)
            .flatMap(Stream::ofNullable)
            .map(Path::getParent)
            .flatMap(Stream::ofNullable);
    Stream<Path> byActive = paths("CONDA_PREFIX").map(CondaFolders::rootOf);
    return Stream.of(
            byProgram,
            byActive,
            paths("MAMBA_ROOT_PREFIX"),
            USUAL_ROOTS.stream().map(home::resolve))
        .flatMap(paths -> paths);
  }

  private static Path rootOf(Path prefix) {
    Path shelf = prefix.getParent();
    Path root = shelf == null || !shelf.endsWith("envs") ? null : shelf.getParent();
    return root == null ? prefix : root;
  }

  /** The environments that conda has ever made for this user. */
  private Stream<Path> noted() {
    try {
      return Files.readAllLines(home.resolve(".conda/environments.txt")).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .flatMap(CondaFolders::path);
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private Stream<Path> paths(String variable) {
    return Arrays.stream(variables.getOrDefault(variable, "").split(":", -1))
        .filter(path -> !path.isBlank())
        .flatMap(CondaFolders::path);
  }

  private static Stream<Path> path(String text) {
    try {
      return Stream.of(Path.of(text));
    } catch (InvalidPathException garbage) {
      return Stream.empty();
    }
  }
}
