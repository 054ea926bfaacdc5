package dev.thaw.benchmarks.continuous;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads lists of configurations. */
final class ReferenceFile {

  private ReferenceFile() {}

  /**
   * Reads configurations of a space, one a line, with one column for each hyperparameter; other
   * columns do not count.
   *
   * @throws IOException also if a value is missing or is not a number
   */
  static List<Configuration> read(Path path, SearchSpace space) throws IOException {
    var format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    List<Configuration> configurations = new ArrayList<>();
    try (var records = format.parse(Files.newBufferedReader(path))) {
      for (CSVRecord line : records) {
        configurations.add(space.configuration(values(line, space)));
      }
    } catch (IllegalArgumentException bad) {
      throw new IOException("configurations (%s): %s".formatted(path, bad.getMessage()), bad);
    }
    return configurations;
  }

  private static Map<String, Object> values(CSVRecord line, SearchSpace space) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : space.names()) {
      values.put(name, Double.parseDouble(line.get(name)));
    }
    return values;
  }
}
