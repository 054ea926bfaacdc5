package dev.thaw.app.simulate;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of one table lie.
 *
 * @param name the table's name: that of the curves up to the first dot, or that of the folder
 * @param configs the configurations
 * @param curves the learning curves
 * @param seconds what epochs cost; null if every epoch takes a second
 */
public record TableSource(String name, Path configs, Path curves, @Nullable Path seconds) {

  private static final String FORMS =
      "Maybe --table DIR or --table configs.csv,curves.csv[,seconds.csv].";

  /**
   * Finds the tables of an argument: a folder with {@code configs.csv}, {@code curves.csv} and
   * perhaps {@code seconds.csv}; or these files themselves, separated by commas. Each may end in
   * {@code .gz}. An asterisk in the name of the curves stands for any text, so that one argument
   * names several tables; then <code>{}</code> in the other names stands for the table's name.
   *
   * @return at least one, ordered by name
   * @throws BadTableException if a file is missing or the argument has another form
   */
  public static List<TableSource> find(String argument) throws BadTableException, IOException {
    String[] parts = argument.split(",", -1);
    return switch (parts.length) {
      case 1 -> List.of(folder(Path.of(argument)));
      case 2, 3 -> files(parts);
      default ->
          throw new BadTableException(
              "--table (%s) must be a folder, or two or three files.\n%s"
                  .formatted(argument, FORMS));
    };
  }

  private static TableSource folder(Path folder) throws BadTableException {
    if (!Files.isDirectory(folder)) {
      throw new BadTableException("--table (%s) must be a folder.\n%s".formatted(folder, FORMS));
    }
    Path configs = member(folder, "configs.csv");
    Path curves = member(folder, "curves.csv");
    Path seconds = member(folder, "seconds.csv");
    if (configs == null || curves == null) {
      throw new BadTableException(
          "folder (%s) must hold configs.csv and curves.csv.\n%s".formatted(folder, FORMS));
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new TableSource(name == null ? "table" : name.toString(), configs, curves, seconds);
  }

  private static @Nullable Path member(Path folder, String name) {
    for (String end : List.of("", ".gz")) {
      Path file = folder.resolve(name + end);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static List<TableSource> files(String[] parts) throws BadTableException, IOException {
    List<TableSource> found = new ArrayList<>();
    for (Path curves : matches(parts[1])) {
      String name = nameOf(curves);
      List<Path> configs = matches(parts[0].replace("{}", name));
      List<Path> seconds = parts.length < 3 ? List.of() : matches(parts[2].replace("{}", name));
      // One of many tables may well lack its seconds; a file that was named must be there.
      if (seconds.isEmpty() && parts.length == 3 && !parts[2].contains("*")) {
        throw missing(parts[2]);
      }
      if (configs.isEmpty()) {
        throw missing(parts[0]);
      }
      found.add(
          new TableSource(
              name, configs.getFirst(), curves, seconds.isEmpty() ? null : seconds.getFirst()));
    }
    if (found.isEmpty()) {
      throw missing(parts[1]);
    }
    return found;
  }

  private static BadTableException missing(String file) {
    return new BadTableException("there is no file %s.\n%s".formatted(file, FORMS));
  }

  private static String nameOf(Path curves) {
    String file = String.valueOf(curves.getFileName());
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static List<Path> matches(String pattern) throws IOException {
    if (!pattern.contains("*")) {
      return Files.isRegularFile(Path.of(pattern)) ? List.of(Path.of(pattern)) : List.of();
    }
    int slash = pattern.lastIndexOf('/');
    Path folder = Path.of(slash < 0 ? "" : pattern.substring(0, slash + 1));
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(slash + 1));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> matcher.matches(file.getFileName()))
          .sorted()
          .toList();
    }
  }
}
