package dev.thaw.core.insight;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.List;
import java.util.OptionalDouble;

/** Whether full training is too short or too long for the best trials. */
final class CurveLessons {

  private static final int FEWEST_EPOCHS = 12;
  private static final int FEWEST = 3;
  private static final double EARLY = 0.6;
  private static final double CLEAR = 3;

  private CurveLessons() {}

  static List<Lesson> of(StudyState state, List<Trial> top) {
    int max = state.spec().fidelity().max();
    List<Trial> complete =
        top.stream()
            .filter(t -> t.status() == TrialStatus.COMPLETED && t.epochs() >= FEWEST_EPOCHS)
            .filter(t -> Families.maximum(state, t) == max)
            .toList();
    if (complete.size() < FEWEST) {
      return List.of();
    }
    if (complete.stream().allMatch(t -> improves(state, t.curve()))) {
      return List.of(
          new Lesson(
              Lesson.Kind.TOO_SHORT,
              null,
              List.of(
                  new Lesson.Figure("trials", complete.size()), new Lesson.Figure("epochs", max)),
              "the best trials were still improving after %d %s: train longer, with fidelity max: %d"
                  .formatted(max, state.spec().fidelity().name(), 2 * max)));
    }
    if (complete.stream().allMatch(t -> declines(state, t))) {
      int last = Reach.longest(state);
      double middle = Lessons.median(complete.stream().mapToDouble(Trial::bestEpoch).toArray());
      return List.of(
          new Lesson(
              Lesson.Kind.TOO_LONG,
              null,
              List.of(
                  new Lesson.Figure("medianBestEpoch", middle), new Lesson.Figure("epochs", last)),
              "the best trials had their best values after about %s of %d %s and got worse: regularise more, or train for fewer"
                  .formatted(Words.number(middle), last, state.spec().fidelity().epoch())));
    }
    return List.of();
  }

  /** The last quarter is better than the one before, by more than the scatter explains. */
  private static boolean improves(StudyState state, Curve curve) {
    int quarter = curve.length() / 4;
    OptionalDouble noise = Noise.of(curve);
    double last = mean(state, curve, curve.length() - quarter + 1, curve.length());
    double before = mean(state, curve, curve.length() - 2 * quarter + 1, curve.length() - quarter);
    return noise.isPresent()
        && before - last > CLEAR * noise.getAsDouble() * Math.sqrt(2.0 / quarter);
  }

  private static double mean(StudyState state, Curve curve, int from, int to) {
    double sum = 0;
    for (int epoch = from; epoch <= to; epoch++) {
      sum += state.score(curve.value(epoch));
    }
    return sum / (to - from + 1);
  }

  private static boolean declines(StudyState state, Trial trial) {
    OptionalDouble noise = Noise.of(trial.curve());
    double lost = state.score(trial.curve().last()) - state.score(Contender.best(trial));
    return noise.isPresent()
        && trial.bestEpoch() <= EARLY * trial.epochs()
        && lost > CLEAR * noise.getAsDouble();
  }
}
