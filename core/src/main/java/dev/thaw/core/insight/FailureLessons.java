package dev.thaw.core.insight;

import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Failures that go with high or with low values of one numeric hyperparameter. The measure is the
 * probability that a trial that failed has a higher value than one that did not.
 */
final class FailureLessons {

  private static final int FEWEST = 3;
  private static final double LEAST_SHARE = 0.05;
  private static final double CLEAR = 0.9;

  private FailureLessons() {}

  static List<Lesson> of(StudyState state) {
    Map<Failure.Kind, List<Trial>> failed = new EnumMap<>(Failure.Kind.class);
    List<Trial> sound = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      Failure failure = trial.failure();
      if (failure != null) {
        failed.computeIfAbsent(failure.kind(), kind -> new ArrayList<>()).add(trial);
      } else if (trial.bestEpoch() > 0) {
        sound.add(trial);
      }
    }
    List<Lesson> lessons = new ArrayList<>();
    failed.forEach(
        (kind, trials) -> {
          int all = state.progress().trials().size();
          if (trials.size() >= FEWEST
              && trials.size() >= LEAST_SHARE * all
              && sound.size() >= Lessons.FEWEST) {
            Lesson lesson = clearest(state.spec().space(), kind, trials, sound);
            if (lesson != null) {
              lessons.add(lesson);
            }
          }
        });
    return lessons;
  }

  private static @Nullable Lesson clearest(
      SearchSpace space, Failure.Kind kind, List<Trial> failed, List<Trial> sound) {
    Lesson best = null;
    double clearest = CLEAR;
    for (int i = 0; i < space.dimension(); i++) {
      boolean number =
          space.coordinate(i) instanceof RealParameter
              || space.coordinate(i) instanceof IntegerParameter;
      String name = space.coordinate(i).name();
      List<Double> bad = number ? values(failed, name) : List.of();
      List<Double> good = number ? values(sound, name) : List.of();
      double above = above(bad, good);
      double clear = Math.max(above, 1 - above);
      if (bad.size() >= FEWEST && good.size() >= Lessons.FEWEST && clear >= clearest) {
        clearest = Math.nextUp(clear);
        best = lesson(kind, name, bad, above);
      }
    }
    return best;
  }

  private static List<Double> values(List<Trial> trials, String name) {
    List<Double> values = new ArrayList<>();
    for (Trial trial : trials) {
      trial
          .configuration()
          .get(name)
          .ifPresent(
              value -> {
                if (value.toObject() instanceof Number number) {
                  values.add(number.doubleValue());
                }
              });
    }
    return values;
  }

  /** How often one of the bad is above one of the good, in which a tie counts half. */
  private static double above(List<Double> bad, List<Double> good) {
    double sum = 0;
    for (double one : bad) {
      for (double other : good) {
        sum += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return bad.isEmpty() || good.isEmpty() ? 0.5 : sum / bad.size() / good.size();
  }

  private static Lesson lesson(Failure.Kind kind, String name, List<Double> bad, double above) {
    double median = Lessons.median(bad.stream().mapToDouble(Double::doubleValue).toArray());
    boolean high = above > 0.5;
    return new Lesson(
        Lesson.Kind.FAILS_BEYOND,
        name,
        List.of(
            new Lesson.Figure("trials", bad.size()),
            new Lesson.Figure("median", median),
            new Lesson.Figure("clarity", Math.max(above, 1 - above))),
        "%d trials with %s values of %s failed with %s (half of them at %s or %s): narrow the range there, or mend the cause"
            .formatted(
                bad.size(),
                high ? "high" : "low",
                name,
                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Words.number(median),
                high ? "above" : "below"));
  }
}
