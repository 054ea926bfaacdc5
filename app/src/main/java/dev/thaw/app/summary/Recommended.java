package dev.thaw.app.summary;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trial that a study's adviser expects to be the best. Where the metric is noisy, it need not
 * be the one with the best value, which may have been luck.
 *
 * @param trial its number
 * @param epochs how many of its epochs were known
 * @param epoch the last epoch, which the expectation is about
 * @param median half of the values that may be seen there lie below
 * @param low one in twenty lies below
 * @param high one in twenty lies above
 * @param parameters the trial's active parameters
 */
public record Recommended(
    int trial,
    int epochs,
    int epoch,
    double median,
    double low,
    double high,
    Map<String, Object> parameters) {

  public Recommended {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** What is recommended; null while no adviser has an opinion. */
  public static @Nullable Recommended of(StudyState state) {
    Advice.Recommendation newest = state.advised();
    if (newest == null) {
      return null;
    }
    Advice.Forecast last = newest.last();
    return new Recommended(
        newest.trial(),
        newest.epochs(),
        last.epoch(),
        last.median(),
        last.low(),
        last.high(),
        Credited.parameters(state, state.trial(newest.trial())));
  }

  /** The same if it is not the trial with the best value; null otherwise. */
  public static @Nullable Recommended insteadOfBest(StudyState state) {
    Recommended recommended = of(state);
    var best = state.progress().best();
    return recommended == null || best == null || recommended.trial() == best.trial()
        ? null
        : recommended;
  }

  /** The same in words, without a full stop. */
  public String sentence(String metric) {
    return "trial %d is expected to be the best: after %d of %d epochs, %s between %s and %s at the end"
        .formatted(trial, epochs, epoch, metric, Figures.value(low), Figures.value(high));
  }
}
