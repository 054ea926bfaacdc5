package dev.thaw.app.export;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial as other tools see it.
 *
 * @param number its number in the study, from 0
 * @param status where it is in its life, such as {@code completed}
 * @param bracket the bracket that it climbs
 * @param parameters its active parameters: numbers, booleans and texts
 * @param values the objective after each epoch, those of its ancestors included; NaN where it was
 *     no finite number
 * @param seconds how long each of these epochs took; as many as values
 * @param fork where its first epochs come from; null if it trained all of them
 */
public record ExportedTrial(
    int number,
    String status,
    int bracket,
    Map<String, Object> parameters,
    List<Double> values,
    List<Double> seconds,
    @Nullable Fork fork) {

  /**
   * That the first epochs of a trial are those of another one.
   *
   * @param parent the number of that trial
   * @param epoch the last epoch that it has from there
   */
  public record Fork(int parent, int epoch) {}

  public ExportedTrial {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    values = List.copyOf(values);
    seconds = List.copyOf(seconds);
    if (values.size() != seconds.size()) {
      throw new IllegalArgumentException(
          "seconds (%d) of trial %d must be as many as values (%d)."
              .formatted(seconds.size(), number, values.size()));
    }
  }

  /** How many epochs it has. */
  public int epochs() {
    return values.size();
  }

  /** How long all its epochs took; seconds that nobody knows count as none. */
  public double totalSeconds() {
    return seconds.stream().mapToDouble(one -> Double.isFinite(one) ? one : 0).sum();
  }

  /**
   * The first epoch with its best value, counted from 1; 0 if no value is a finite number.
   *
   * @param maximized whether more is better
   */
  public int bestEpoch(boolean maximized) {
    int best = 0;
    for (int epoch = 1; epoch <= values.size(); epoch++) {
      double value = values.get(epoch - 1);
      if (Double.isFinite(value)
          && (best == 0
              || (maximized ? value > values.get(best - 1) : value < values.get(best - 1)))) {
        best = epoch;
      }
    }
    return best;
  }
}
