package dev.thaw.app.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a study of Optuna's storage in SQLite, of schema version 12 (Optuna 3 to 5). A completed
 * trial has its value, and, as many epochs as any trial of the study has reported; a pruned one has
 * the last that it reported, after so many epochs as it has reported. All others have none.
 */
final class OptunaFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "trial_id";

  private final Path path;
  private final SqliteFile database;

  private OptunaFile(Path path, SqliteFile database) {
    this.path = path;
    this.database = database;
  }

  /**
   * What a study found.
   *
   * @param study its name; null if the file has only one
   * @param metric what its values are called; null for the metric of the spec, as Optuna does not
   *     say it
   * @throws BadSourceException if the file is none of Optuna's, or it is not clear which study is
   *     meant, or that has several objectives
   */
  static Found read(Path path, @Nullable String study, StudySpec spec, @Nullable String metric)
      throws BadSourceException, IOException {
    try (SqliteFile database = SqliteFile.open(path)) {
      for (String table : new String[] {"studies", "study_directions", "trials", "trial_params"}) {
        if (!database.has(table)) {
          throw new BadSourceException(
              "--warm-start (%s) must be a storage of Optuna: it has no table %s.\nMaybe another file, or a CSV."
                  .formatted(path, table));
        }
      }
      var file = new OptunaFile(path, database);
      Map<String, Object> row = file.choose(study);
      return new Found(
          String.valueOf(row.get("study_name")),
          metric == null ? spec.objective().metric() : metric,
          file.goal(row),
          file.trials(row));
    } catch (IOException unreadable) {
      throw new BadSourceException(String.valueOf(unreadable.getMessage()));
    }
  }

  private Map<String, Object> choose(@Nullable String wanted)
      throws BadSourceException, IOException {
    Map<String, Map<String, Object>> studies = new TreeMap<>();
    for (Map<String, Object> row : rows("studies")) {
      studies.put(String.valueOf(row.get("study_name")), row);
    }
    if (wanted == null && studies.size() == 1) {
      return studies.values().iterator().next();
    }
    Map<String, Object> found = wanted == null ? null : studies.get(wanted);
    if (found == null) {
      throw new BadSourceException(
          studies.isEmpty()
              ? "--warm-start (%s) must hold a study, and holds none.".formatted(path)
              : "--warm-start (%s%s) must name one of its studies: %s.\nMaybe %s#%s."
                  .formatted(
                      path,
                      wanted == null ? "" : "#" + wanted,
                      String.join(", ", studies.keySet()),
                      path,
                      studies.keySet().iterator().next()));
    }
    return found;
  }

  private Goal goal(Map<String, Object> study) throws BadSourceException, IOException {
    List<String> directions = new ArrayList<>();
    for (Map<String, Object> row : of("study_directions", "study_id", study)) {
      directions.add(String.valueOf(row.get("direction")));
    }
    if (directions.size() != 1) {
      throw new BadSourceException(
          "--warm-start (%s) must be a study of one objective, and %s has %d.\nMaybe a CSV of one of them, with --warm-metric."
              .formatted(path, study.get("study_name"), directions.size()));
    }
    return directions.getFirst().equals("MAXIMIZE") ? Goal.MAXIMIZE : Goal.MINIMIZE;
  }

  private List<Found.Row> trials(Map<String, Object> study) throws BadSourceException, IOException {
    Map<Object, Map<String, Object>> parameters = new HashMap<>();
    for (Map<String, Object> row : rows("trial_params")) {
      parameters
          .computeIfAbsent(row.get(ID), _ -> new LinkedHashMap<>())
          .put(String.valueOf(row.get("param_name")), parameter(row));
    }
    Map<Object, Double> values = new HashMap<>();
    for (Map<String, Object> row : rows("trial_values")) {
      values.put(row.get(ID), finite(row, "value"));
    }
    Map<Object, TreeMap<Long, Double>> reports = new HashMap<>();
    for (Map<String, Object> row : rows("trial_intermediate_values")) {
      if (row.get("step") instanceof Long step) {
        reports
            .computeIfAbsent(row.get(ID), _ -> new TreeMap<>())
            .put(step, finite(row, "intermediate_value"));
      }
    }
    List<Map<String, Object>> trials = of("trials", "study_id", study);
    int most = 0;
    for (Map<String, Object> trial : trials) {
      most = Math.max(most, reports.getOrDefault(trial.get(ID), new TreeMap<>()).size());
    }
    List<Found.Row> rows = new ArrayList<>();
    for (Map<String, Object> trial : trials) {
      Object id = trial.get(ID);
      Map<String, Object> written = parameters.getOrDefault(id, Map.of());
      TreeMap<Long, Double> reported = reports.getOrDefault(id, new TreeMap<>());
      String state = String.valueOf(trial.get("state"));
      if (state.equals("COMPLETE")) {
        rows.add(new Found.Row(written, values.getOrDefault(id, Double.NaN), most));
      } else if (state.equals("PRUNED") && !reported.isEmpty()) {
        rows.add(new Found.Row(written, reported.lastEntry().getValue(), reported.size()));
      } else {
        rows.add(new Found.Row(written, Double.NaN, 0));
      }
    }
    return rows;
  }

  /** NaN where Optuna keeps none, or an infinite one, which it says in another column. */
  private static double finite(Map<String, Object> row, String column) {
    boolean isFinite =
        "FINITE".equals(Objects.requireNonNullElse(row.get(column + "_type"), "FINITE"));
    return isFinite && row.get(column) instanceof Number value ? value.doubleValue() : Double.NaN;
  }

  /** A number, or that choice of a categorical parameter whose index it is. */
  private Object parameter(Map<String, Object> row) throws BadSourceException {
    double number =
        row.get("param_value") instanceof Number value ? value.doubleValue() : Double.NaN;
    try {
      JsonNode distribution = JSON.readTree(String.valueOf(row.get("distribution_json")));
      JsonNode choices = distribution.path("attributes").path("choices");
      if (choices.isArray()) {
        JsonNode choice = choices.path((int) number);
        return choice.isBoolean() ? (Object) choice.asBoolean() : choice.asText("None");
      }
      boolean isWhole = distribution.path("name").asText().startsWith("Int");
      return isWhole && number == Math.rint(number) ? (Object) (long) number : (Object) number;
    } catch (JsonProcessingException damaged) {
      throw new BadSourceException(
          "--warm-start (%s) has a parameter %s whose distribution is not understood: %s"
              .formatted(path, row.get("param_name"), damaged.getOriginalMessage()));
    }
  }

  private List<Map<String, Object>> of(String table, String column, Map<String, Object> owner)
      throws IOException {
    return rows(table).stream()
        .filter(row -> Objects.equals(owner.get(column), row.get(column)))
        .toList();
  }

  private List<Map<String, Object>> rows(String table) throws IOException {
    return List.copyOf(database.rows(table));
  }
}
