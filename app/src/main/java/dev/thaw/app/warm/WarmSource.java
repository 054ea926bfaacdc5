package dev.thaw.app.warm;

import dev.thaw.app.export.TrialCsv;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;

/** Reads what earlier studies found. */
final class WarmSource {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  /** Before the names of parameters in what Optuna writes. */
  private static final String OPTUNA = "params_";

  private WarmSource() {}

  /**
   * The trials of a study, each with the value of its last epoch; those without one have none. What
   * forks reached is not due to their configuration alone, so that they have none either.
   */
  static Found ofStudy(StudyState state) {
    List<Found.Row> rows = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      boolean whole = trial.epochs() > 0 && trial.lineage() == null;
      double last = !whole ? Double.NaN : trial.curve().value(trial.epochs());
      rows.add(new Found.Row(trial.configuration().asMap(), last, trial.epochs()));
    }
    StudySpec.Objective objective = state.spec().objective();
    return new Found(state.spec().name(), objective.metric(), objective.goal(), rows);
  }

  /**
   * Reads a file of comma-separated values: a column for each parameter, named as it is or as
   * Optuna does ({@code params_x}); a column of values, named as the metric of the study, or {@code
   * value}; perhaps {@code epochs}; perhaps {@code state}, of which only {@code COMPLETE} has a
   * value; and perhaps {@code parent}, as Thaw writes it: forks have none.
   *
   * @param metric the column of values; null for the metric of the study, or else {@code value}
   */
  static Found ofFile(Path file, StudySpec spec, @Nullable String metric)
      throws BadSourceException, IOException {
    try (var text = BOMInputStream.builder().setPath(file).get(); // As Excel writes it.
        CSVParser parser = CSVParser.parse(text, StandardCharsets.UTF_8, FORMAT)) {
      List<String> header = parser.getHeaderNames();
      Map<String, String> parameters = parameters(file, header, spec);
      String column = column(file, header, spec, metric);
      List<Found.Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        if (!record.isConsistent()) {
          throw new BadSourceException(
              "%s: row %d (%d columns) must have the %d columns of the header."
                  .formatted(file, record.getRecordNumber(), record.size(), header.size()));
        }
        rows.add(row(file, record, parameters, column));
      }
      return new Found(name(file), column, null, rows);
    } catch (UncheckedIOException | IllegalArgumentException notCsv) {
      throw new BadSourceException(
          "%s is not a file of comma-separated values: %s.\nMaybe it is something else; a study's folder is read as well."
              .formatted(file, notCsv.getMessage()));
    }
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "known" : name.toString().replaceFirst("\\.csv$", "");
  }

  /** The columns of parameters, and what these are called. */
  private static Map<String, String> parameters(Path file, List<String> header, StudySpec spec)
      throws BadSourceException {
    boolean optuna = header.stream().anyMatch(one -> one.startsWith(OPTUNA));
    Set<String> names = new HashSet<>(spec.space().names());
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String column : header) {
      if (optuna && column.startsWith(OPTUNA)) {
        parameters.put(column, column.substring(OPTUNA.length()));
      } else if (!optuna && names.contains(column)) {
        parameters.put(column, column);
      }
    }
    if (header.containsAll(List.of("trial", "epoch", "value", "status"))) {
      throw new BadSourceException(
          "%s holds curves as thaw export writes them, which do not say the configurations.\nMaybe what thaw export --format table writes, or the folder of that study."
              .formatted(file));
    }
    if (parameters.isEmpty()) {
      throw new BadSourceException(
          "%s (columns %s) must have a column for a parameter of the study (%s).\nMaybe rename some; Optuna's params_x are read as they are."
              .formatted(file, String.join(", ", header), String.join(", ", spec.space().names())));
    }
    return parameters;
  }

  private static String column(
      Path file, List<String> header, StudySpec spec, @Nullable String metric)
      throws BadSourceException {
    List<String> names =
        metric != null ? List.of(metric) : List.of(spec.objective().metric(), "value");
    for (String name : names) {
      if (header.contains(name)) {
        return name;
      }
    }
    throw new BadSourceException(
        "%s (columns %s) must have a column %s.\nMaybe name it: --warm-metric COLUMN."
            .formatted(file, String.join(", ", header), String.join(" or ", names)));
  }

  private static Found.Row row(
      Path file, CSVRecord record, Map<String, String> parameters, String column)
      throws BadSourceException {
    Map<String, Object> written = new LinkedHashMap<>();
    parameters.forEach(
        (from, name) -> {
          if (!record.get(from).isEmpty()) {
            written.put(name, record.get(from));
          }
        });
    boolean complete =
        !record.isMapped("state") || record.get("state").equalsIgnoreCase("COMPLETE");
    boolean forked =
        record.isMapped(TrialCsv.PARENT) && !Double.isNaN(number(file, record, TrialCsv.PARENT));
    double value = complete && !forked ? number(file, record, column) : Double.NaN;
    double epochs = record.isMapped("epochs") ? number(file, record, "epochs") : 0;
    return new Found.Row(written, value, epochs > 0 ? (int) epochs : 0);
  }

  private static double number(Path file, CSVRecord record, String column)
      throws BadSourceException {
    String text = record.get(column);
    if (text.isEmpty() || Set.of("nan", "none", "null").contains(text.toLowerCase(Locale.ROOT))) {
      return Double.NaN;
    }
    if (text.toLowerCase(Locale.ROOT).matches("[+-]?inf(inity)?")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw new BadSourceException(
          "%s: %s (%s) of row %d must be a number, or empty.%s"
              .formatted(
                  file,
                  column,
                  text,
                  record.getRecordNumber(),
                  column.equals("epochs") ? "" : "\nMaybe another column: --warm-metric COLUMN."));
    }
  }
}
