package dev.thaw.app.simulate;

import dev.thaw.core.curve.Goal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes and reads small tables. */
final class Tables {

  static final TableOptions MINIMISE = new TableOptions(Goal.MINIMIZE, 0, false);

  private Tables() {}

  /** A file of lines; gzipped if its name says so. */
  static Path write(Path folder, String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream bytes = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      bytes.write(text);
    }
    return file;
  }

  /** A table whose configurations are at x = config_id. */
  static CurveTable of(Path folder, TableOptions options, String... curves)
      throws BadTableException, IOException {
    Stream<String> ids =
        Arrays.stream(curves).skip(1).map(line -> line.substring(0, line.indexOf(','))).distinct();
    Stream<String> rows =
        ids.sorted(Comparator.comparing(Integer::valueOf)).map(id -> id + "," + id);
    String[] configs = Stream.concat(Stream.of("config_id,x"), rows).toArray(String[]::new);
    write(folder, "configs.csv", configs);
    write(folder, "curves.csv", curves);
    return read(folder, options);
  }

  static CurveTable read(Path folder, TableOptions options) throws BadTableException, IOException {
    return TableReader.read(TableSource.find(folder.toString()).getFirst(), options);
  }
}
