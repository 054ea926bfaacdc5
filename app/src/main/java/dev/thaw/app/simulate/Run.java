package dev.thaw.app.simulate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one simulated search went; one object of the JSON Lines that tools are compared by. Values
 * are those of the metric, regrets distances from the best of the table, at least 0.
 *
 * @param peer the policy's name
 * @param table the table's name
 * @param workers how many trials trained at once
 * @param budget the epochs that might be begun; null without such a limit
 * @param budgetSeconds the virtual time that there was; null without such a limit
 * @param seed the seed
 * @param epochs the epochs that were charged, start costs included
 * @param virtualSeconds virtual time at the end
 * @param configs rows that were started
 * @param asks how often the policy was asked what a worker should do
 * @param askSeconds real time that this took
 * @param reportSeconds real time that all other decisions took
 * @param wallSeconds real time of the whole run
 * @param complete whether the run was not cut short
 * @param best the best value at any epoch of any trial; null if there is none
 * @param regret its distance from the best value of the table
 * @param finalValue the last value of the incumbent's own full curve; null if there is none. The
 *     incumbent is the row with the best value, or where rows have replicates the recommended one
 * @param finalRegret its distance from the best last value of the table
 * @param row the recommended row; null if there is none
 * @param starts how many trials were started
 * @param thaws how often a trial was thawed
 * @param curve one entry for each improvement, or change of the incumbent
 */
@JsonPropertyOrder({
  "peer",
  "table",
  "workers",
  "budget",
  "budget_s",
  "seed",
  "epochs",
  "virtual_s",
  "configs",
  "asks",
  "ask_s",
  "report_s",
  "wall_s",
  "complete",
  "best_observed",
  "regret_observed",
  "incumbent_final",
  "regret_final",
  "recommended_row",
  "starts",
  "thaws",
  "curve"
})
public record Run(
    String peer,
    String table,
    int workers,
    @JsonSerialize(using = WholeNumbers.class) @Nullable Double budget,
    @JsonProperty("budget_s") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Double budgetSeconds,
    long seed,
    @JsonSerialize(using = WholeNumbers.class) double epochs,
    @JsonProperty("virtual_s") double virtualSeconds,
    int configs,
    long asks,
    @JsonProperty("ask_s") double askSeconds,
    @JsonProperty("report_s") double reportSeconds,
    @JsonProperty("wall_s") double wallSeconds,
    boolean complete,
    @JsonProperty("best_observed") @Nullable Double best,
    @JsonProperty("regret_observed") @Nullable Double regret,
    @JsonProperty("incumbent_final") @Nullable Double finalValue,
    @JsonProperty("regret_final") @Nullable Double finalRegret,
    @JsonProperty("recommended_row") @Nullable Integer row,
    long starts,
    long thaws,
    List<Improvement> curve) {

  public Run {
    curve = List.copyOf(curve);
  }

  /**
   * How the search stood when something about its result changed.
   *
   * @param virtualSeconds virtual time
   * @param epochs the epochs that were done, start costs included
   * @param configs rows that were started
   * @param best the best value so far
   * @param regret its distance from the best value of the table
   * @param finalValue the last value of the incumbent's own full curve; null if it has none
   * @param finalRegret its distance from the best last value of the table
   * @param row the incumbent
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({
    "virtualSeconds",
    "epochs",
    "configs",
    "best",
    "regret",
    "finalValue",
    "finalRegret",
    "row"
  })
  public record Improvement(
      double virtualSeconds,
      @JsonSerialize(using = WholeNumbers.class) double epochs,
      int configs,
      double best,
      double regret,
      @Nullable Double finalValue,
      @Nullable Double finalRegret,
      int row) {}
}
