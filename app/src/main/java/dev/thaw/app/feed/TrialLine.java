package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.TrialRow;
import dev.thaw.core.study.Trial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial in a list of all.
 *
 * @param trial its number
 * @param status where it is in its life
 * @param bracket the bracket that it climbs
 * @param value its best value; null before its first
 * @param epoch the epoch at which it had it; 0 before its first
 * @param epochs how many epochs it has trained, those of its ancestors included
 * @param seconds how long it trained them itself
 * @param restarts how often it was tried again after a failure
 * @param parent the trial that it is a fork of; null for none
 * @param parameters its active parameters
 */
public record TrialLine(
    int trial,
    String status,
    int bracket,
    @Nullable Double value,
    int epoch,
    int epochs,
    double seconds,
    int restarts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer parent,
    Map<String, Object> parameters) {

  static TrialLine of(Trial trial) {
    return new TrialLine(
        trial.number(),
        Figures.word(trial.status()),
        trial.bracket(),
        trial.bestEpoch() == 0 ? null : TrialRow.bestValue(trial),
        trial.bestEpoch(),
        trial.epochs(),
        trial.ownTotalSeconds(),
        trial.restarts(),
        trial.lineage() == null ? null : trial.lineage().parent(),
        trial.configuration().asMap());
  }
}
