package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The learning curve of one trial.
 *
 * @param trial its number
 * @param status where it is in its life
 * @param bracket the bracket that it climbs
 * @param parent the trial that it is a fork of; null for none
 * @param parameters its active parameters
 * @param first the epoch of the first value; above 1 for forks
 * @param values the objective, epoch by epoch
 * @param resumes after which epochs it was frozen, and thawed later
 * @param forecast what the adviser expected of it last; null if it expected nothing
 */
public record TrialCurve(
    int trial,
    String status,
    int bracket,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer parent,
    Map<String, Object> parameters,
    int first,
    List<Double> values,
    List<Integer> resumes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Advice.Forecast> forecast) {

  public TrialCurve {
    values = List.copyOf(values);
    resumes = List.copyOf(resumes);
    forecast = forecast == null ? null : List.copyOf(forecast);
  }

  static TrialCurve of(
      Trial trial, List<Integer> resumes, @Nullable List<Advice.Forecast> forecast) {
    return new TrialCurve(
        trial.number(),
        Figures.word(trial.status()),
        trial.bracket(),
        trial.lineage() == null ? null : trial.lineage().parent(),
        trial.configuration().asMap(),
        trial.firstEpoch() + 1,
        own(trial, trial.curve().values()),
        resumes,
        forecast);
  }

  /** What a trial trained itself, of something that there is for each epoch. */
  static List<Double> own(Trial trial, double[] all) {
    List<Double> own = new ArrayList<>();
    for (int i = trial.firstEpoch(); i < all.length; i++) {
      own.add(all[i]);
    }
    return own;
  }
}
