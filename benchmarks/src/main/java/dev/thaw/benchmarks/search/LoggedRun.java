package dev.thaw.benchmarks.search;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A run as it was written, by this project or by another tool.
 *
 * @param peer the policy
 * @param table the table
 * @param workers how many trials trained at once
 * @param budget epochs
 * @param seed the seed
 * @param complete whether it was not cut short
 * @param asks how often the policy was asked
 * @param decisionSeconds real time of all decisions
 * @param epochs when the result improved, ascending
 * @param regrets the regret from then on
 * @param finalRegrets the regret of the incumbent's last value from then on; NaN for none
 */
public record LoggedRun(
    String peer,
    String table,
    int workers,
    double budget,
    long seed,
    boolean complete,
    long asks,
    double decisionSeconds,
    double[] epochs,
    double[] regrets,
    double[] finalRegrets) {

  /** Where an improvement says how far the run was, and how good. */
  private static final int EPOCHS = 1;

  private static final int REGRET = 4;
  private static final int FINAL_REGRET = 6;

  static LoggedRun of(JsonNode json) {
    JsonNode curve = json.path("curve");
    return new LoggedRun(
        json.path("peer").asText(),
        json.path("table").asText(),
        json.path("workers").asInt(),
        json.path("budget").asDouble(),
        json.path("seed").asLong(),
        json.path("complete").asBoolean(true),
        json.path("asks").asLong(),
        json.path("ask_s").asDouble() + json.path("report_s").asDouble(),
        column(curve, EPOCHS),
        column(curve, REGRET),
        column(curve, FINAL_REGRET));
  }

  private static double[] column(JsonNode curve, int index) {
    double[] column = new double[curve.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = curve.get(i).path(index).asDouble(Double.NaN);
    }
    return column;
  }

  /** What tells it from all other runs. */
  public Key key() {
    return new Key(peer, table, workers, budget, seed);
  }

  /** What tells a run from all others that were made under the same rules. */
  public record Key(String peer, String table, int workers, double budget, long seed) {}
}
