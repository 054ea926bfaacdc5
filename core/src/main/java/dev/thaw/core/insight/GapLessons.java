package dev.thaw.core.insight;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The gap between training and validation, where the trainer reports the objective for both under
 * names that belong together, such as {@code val_loss} and {@code train_loss}. It is the share of
 * the validation error that training does not have; a value that is to be maximised counts as an
 * error only if it lies in [0, 1], as an accuracy does.
 */
final class GapLessons {

  private static final Set<String> TRAINING = Set.of("train", "training", "trn");
  private static final Set<String> VALIDATION =
      Set.of("val", "valid", "validation", "test", "dev", "eval", "heldout", "holdout");
  private static final double WIDE = 0.3;
  private static final double NARROW = 0.1;
  private static final int FEWEST = 3;

  private GapLessons() {}

  static List<Lesson> of(StudyState state, List<Trial> top, Night night) {
    List<Double> gaps = new ArrayList<>();
    String partner = null;
    for (Trial trial : top) {
      Map<String, Double> metrics = night.metrics().getOrDefault(trial.number(), Map.of());
      String name = partner(state.spec().objective().metric(), metrics.keySet());
      if (name != null) {
        OptionalDouble gap =
            gap(state.spec().objective().goal(), Contender.best(trial), metrics.get(name));
        gap.ifPresent(gaps::add);
        partner = name;
      }
    }
    if (partner == null || gaps.size() < FEWEST) {
      return List.of();
    }
    double median = Lessons.median(gaps.stream().mapToDouble(Double::doubleValue).toArray());
    return lessons(state.spec().objective().metric(), partner, median, gaps.size());
  }

  private static List<Lesson> lessons(String metric, String partner, double gap, int trials) {
    var evidence = List.of(new Lesson.Figure("gap", gap), new Lesson.Figure("trials", trials));
    if (gap > WIDE) {
      return List.of(
          new Lesson(
              Lesson.Kind.OVERFITTING,
              null,
              evidence,
              "the best trials overfit, %s of the error in %s is missing in %s: regularise more (weight decay, dropout, augmentation), use more data, or less capacity"
                  .formatted(Words.percent(gap), metric, partner)));
    }
    if (gap < NARROW) {
      return List.of(
          new Lesson(
              Lesson.Kind.TOO_LITTLE_CAPACITY,
              null,
              evidence,
              "the best trials do not overfit, %s is no better than %s: if that is not good enough, raise the capacity (layers, units) or regularise less"
                  .formatted(partner, metric)));
    }
    return List.of();
  }

  /** The name of the objective's counterpart in training; null if there is none. */
  static @Nullable String partner(String objective, Set<String> names) {
    Set<String> words = words(objective);
    boolean validated = words.stream().anyMatch(VALIDATION::contains);
    if (words.stream().anyMatch(TRAINING::contains)) {
      return null;
    }
    words.removeAll(VALIDATION);
    String plain = null;
    for (String name : new TreeSet<>(names)) {
      Set<String> others = words(name);
      boolean trains = others.removeAll(TRAINING);
      if (trains && others.equals(words)) {
        return name;
      }
      plain = validated && others.equals(words) ? name : plain;
    }
    return plain;
  }

  private static Set<String> words(String name) {
    return new TreeSet<>(List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)));
  }

  private static OptionalDouble gap(Goal goal, double validation, @Nullable Double training) {
    if (training == null || !Double.isFinite(training)) {
      return OptionalDouble.empty();
    }
    boolean shares = isShare(validation) && isShare(training);
    if (goal == Goal.MAXIMIZE && !shares) {
      return OptionalDouble.empty();
    }
    double error = goal == Goal.MAXIMIZE ? 1 - validation : validation;
    double trained = goal == Goal.MAXIMIZE ? 1 - training : training;
    return error > 0 && trained >= 0
        ? OptionalDouble.of((error - trained) / error)
        : OptionalDouble.empty();
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
