package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.thaw.app.why.DecisionRow;
import dev.thaw.core.study.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to know of one trial.
 *
 * @param line what is listed of it
 * @param first the epoch of the first value; above 1 for forks
 * @param values the objective, epoch by epoch
 * @param epochSeconds how long each of these epochs took
 * @param rungs the rungs that it reached
 * @param leases where it trained, the oldest first
 * @param decisions what was decided about it, the oldest first
 * @param checkpoint what it would go on from; null if it would begin anew
 * @param forecast what the adviser expected of it last; null if it expected nothing
 */
public record TrialPage(
    @JsonUnwrapped TrialLine line,
    int first,
    List<Double> values,
    List<Double> epochSeconds,
    List<Reached> rungs,
    List<Held> leases,
    List<DecisionRow> decisions,
    @Nullable Kept checkpoint,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Advice.Forecast> forecast) {

  public TrialPage {
    values = List.copyOf(values);
    epochSeconds = List.copyOf(epochSeconds);
    rungs = List.copyOf(rungs);
    leases = List.copyOf(leases);
    decisions = List.copyOf(decisions);
    forecast = forecast == null ? null : List.copyOf(forecast);
  }

  /**
   * A rung that was reached.
   *
   * @param at when, in ISO-8601 and UTC
   * @param bracket the bracket's number
   * @param rung the rung's index, from 0
   */
  public record Reached(String at, int bracket, int rung) {}

  /**
   * A lease.
   *
   * @param fence its number
   * @param slot the slot's name
   * @param from when it was granted, in ISO-8601 and UTC
   * @param to when it ended; null while it lasts
   * @param fromEpoch the last epoch that was trained before it
   * @param toEpoch the last one that was trained in it
   */
  public record Held(
      long fence, String slot, String from, @Nullable String to, int fromEpoch, int toEpoch) {

    Held until(@Nullable String end, int epoch) {
      return new Held(fence, slot, from, end, fromEpoch, epoch);
    }
  }

  /**
   * A checkpoint.
   *
   * @param epoch the last epoch that it contains
   */
  public record Kept(int epoch) {}
}
