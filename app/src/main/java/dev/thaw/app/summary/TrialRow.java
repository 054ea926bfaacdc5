package dev.thaw.app.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial in a list of the best.
 *
 * @param rank its place in the study, from 1
 * @param trial its number
 * @param value its best value
 * @param epoch the epoch at which it had it
 * @param epochs how many epochs it was trained
 * @param status where it is in its life: {@code running}, {@code paused} ...
 * @param parameters its active parameters
 * @param inEffect what a controller had changed some of them to during its last epoch; null without
 *     a controller
 */
public record TrialRow(
    int rank,
    int trial,
    double value,
    int epoch,
    int epochs,
    String status,
    Map<String, Object> parameters,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Double> inEffect) {

  public TrialRow {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    inEffect = inEffect == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inEffect));
  }

  /**
   * The best trials of a study, best first; of two with the same value the earlier one. Trials that
   * never reported are left out.
   *
   * @param limit how many at most
   */
  public static List<TrialRow> best(StudyState state, int limit) {
    List<TrialRow> rows = new ArrayList<>();
    for (Trial trial : bestTrials(state, limit)) {
      rows.add(of(rows.size() + 1, trial));
    }
    return List.copyOf(rows);
  }

  /** As {@link #best}, but the trials themselves. */
  public static List<Trial> bestTrials(StudyState state, int limit) {
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (trial.bestEpoch() > 0) {
        trials.add(trial);
      }
    }
    trials.sort(
        Comparator.<Trial>comparingDouble(trial -> state.score(bestValue(trial)))
            .thenComparingInt(Trial::number));
    return List.copyOf(trials.subList(0, Math.min(limit, trials.size())));
  }

  /** The best value of a trial that has reported. */
  public static double bestValue(Trial trial) {
    return trial.curve().value(trial.bestEpoch());
  }

  private static TrialRow of(int rank, Trial trial) {
    return new TrialRow(
        rank,
        trial.number(),
        bestValue(trial),
        trial.bestEpoch(),
        trial.epochs(),
        Figures.word(trial.status()),
        trial.configuration().asMap(),
        trial.inEffect());
  }
}
