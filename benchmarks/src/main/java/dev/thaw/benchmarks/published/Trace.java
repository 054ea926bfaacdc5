package dev.thaw.benchmarks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the regret of one run fell.
 *
 * @param policy its name
 * @param table the table
 * @param budget the epochs that it had
 * @param spent the epochs that were done whenever the result improved, ascending
 * @param regrets the regret from then on, in the units of the metric
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
record Trace(String policy, String table, double budget, double[] spent, double[] regrets) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EPOCHS = 1;
  private static final int REGRET = 4;

  /** The runs of a file of the search benchmark. */
  static List<Trace> read(Path runs) throws IOException {
    List<Trace> traces = new ArrayList<>();
    for (String line : Files.readAllLines(runs)) {
      JsonNode run = JSON.readTree(line);
      JsonNode curve = run.path("curve");
      traces.add(
          new Trace(
              run.path("peer").asText(),
              run.path("table").asText(),
              run.path("budget").asDouble(),
              column(curve, EPOCHS),
              column(curve, REGRET)));
    }
    return traces;
  }

  private static double[] column(JsonNode curve, int index) {
    double[] column = new double[curve.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = curve.get(i).path(index).asDouble(Double.NaN);
    }
    return column;
  }

  /** The regret after so many epochs; infinite before the first result. */
  double at(double epochs) {
    double regret = Double.POSITIVE_INFINITY;
    for (int i = 0; i < spent.length && spent[i] <= epochs; i++) {
      regret = regrets[i];
    }
    return regret;
  }
}
