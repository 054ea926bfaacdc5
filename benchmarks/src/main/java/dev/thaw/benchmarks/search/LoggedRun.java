package dev.thaw.benchmarks.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * A run as it was written, by this project or by another tool.
 *
 * @param peer the policy
 * @param table the table
 * @param workers how many trials trained at once
 * @param budget what it might spend, by the {@link Clock}
 * @param seed the seed
 * @param complete whether it was not cut short
 * @param asks how often the policy was asked
 * @param decisionSeconds real time of all decisions
 * @param spent what had been spent whenever the result improved, ascending
 * @param regrets the regret from then on
 * @param finalRegrets the regret of the incumbent's last value from then on; NaN for none
 * @param dear the share of the seconds of each quarter of its budget that went into the most
 *     expensive third of the rows; empty if that is not known
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
    double[] spent,
    double[] regrets,
    double[] finalRegrets,
    double[] dear) {

  /** Where an improvement says how far the run was, and how good. */
  private static final int SECONDS = 0;

  private static final int EPOCHS = 1;

  private static final int REGRET = 4;
  private static final int FINAL_REGRET = 6;

  /** A run of which nobody knows what went into expensive rows. */
  LoggedRun(
      String peer,
      String table,
      int workers,
      double budget,
      long seed,
      boolean complete,
      long asks,
      double decisionSeconds,
      double[] spent,
      double[] regrets,
      double[] finalRegrets) {
    this(
        peer,
        table,
        workers,
        budget,
        seed,
        complete,
        asks,
        decisionSeconds,
        spent,
        regrets,
        finalRegrets,
        new double[0]);
  }

  /**
   * Reads a run. By {@link Clock#SECONDS} the budget of one that had none in seconds is what it
   * took.
   */
  static LoggedRun of(JsonNode json, Clock clock) {
    JsonNode curve = json.path("curve");
    boolean timed = clock == Clock.SECONDS;
    int workers = json.path("workers").asInt();
    double seconds = workers * json.path("budget_s").asDouble(json.path("virtual_s").asDouble());
    double[] spent = column(curve, timed ? SECONDS : EPOCHS);
    if (timed) {
      spent = Arrays.stream(spent).map(s -> workers * s).toArray();
    }
    return new LoggedRun(
        json.path("peer").asText(),
        json.path("table").asText(),
        workers,
        timed ? seconds : json.path("budget").asDouble(),
        json.path("seed").asLong(),
        json.path("complete").asBoolean(true),
        json.path("asks").asLong(),
        json.path("ask_s").asDouble() + json.path("report_s").asDouble(),
        spent,
        column(curve, REGRET),
        column(curve, FINAL_REGRET),
        dear(json.path("dear")));
  }

  /** The first part of this run, as if it had been given less. */
  LoggedRun within(double less) {
    return new LoggedRun(
        peer,
        table,
        workers,
        less,
        seed,
        complete,
        asks,
        decisionSeconds,
        spent,
        regrets,
        finalRegrets,
        dear);
  }

  private static double[] dear(JsonNode shares) {
    double[] dear = new double[shares.size()];
    for (int i = 0; i < dear.length; i++) {
      dear[i] = shares.get(i).asDouble(Double.NaN);
    }
    return dear;
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
