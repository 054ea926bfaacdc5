package dev.thaw.app.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of comma-separated values with a header, read whole.
 *
 * @param path where it lies
 * @param header the names of its columns
 * @param rows its rows, each as long as the header
 */
record CsvFile(Path path, List<String> header, List<List<String>> rows) {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).setTrim(true).get();

  static CsvFile read(Path path) throws BadTableException, IOException {
    try (InputStream file = Files.newInputStream(path);
        InputStream text = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
        var reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        CSVParser parser = FORMAT.parse(reader)) {
      return read(path, parser);
    } catch (UncheckedIOException | IllegalArgumentException notCsv) {
      throw new BadTableException(
          "%s is not a file of comma-separated values: %s".formatted(path, notCsv.getMessage()));
    }
  }

  private static CsvFile read(Path path, CSVParser parser) throws BadTableException {
    List<List<String>> rows = new ArrayList<>();
    for (CSVRecord record : parser) {
      rows.add(record.toList());
    }
    if (rows.size() < 2) {
      throw new BadTableException("%s must have a header and at least one row.".formatted(path));
    }
    List<String> header = rows.removeFirst();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).size() != header.size()) {
        throw new BadTableException(
            "row %d of %s (%d columns) must have the %d columns of the header."
                .formatted(row + 1, path, rows.get(row).size(), header.size()));
      }
    }
    return new CsvFile(path, header, rows);
  }

  /** Whether a column has a name, whatever its case. */
  boolean isNamed(int column, String name) {
    return column < header.size() && header.get(column).equalsIgnoreCase(name);
  }

  int columns() {
    return header.size();
  }

  /** The numbers of a row from a column on; NaN for what is empty or says NaN. */
  double[] numbers(int row, int from) throws BadTableException {
    double[] numbers = new double[columns() - from];
    for (int column = from; column < columns(); column++) {
      numbers[column - from] = number(row, column);
    }
    return numbers;
  }

  private double number(int row, int column) throws BadTableException {
    String text = rows.get(row).get(column);
    if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (text.matches("(?i)[+-]?inf(inity)?")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw new BadTableException(
          "row %d, column %s of %s (%s) must be a number, or empty."
              .formatted(row + 1, header.get(column), path, text));
    }
  }
}
