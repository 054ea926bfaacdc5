package dev.thaw.core.insight;

import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the {@link Lesson}s of a study, the most useful kinds first. */
public final class Lessons {

  /** Fewer trials with a value teach nothing. */
  static final int FEWEST = 10;

  private static final int TOP_MIN = 3;
  private static final int TOP_MAX = 10;

  private Lessons() {}

  /**
   * The lessons of a study. Whatever its data is too thin for is left out.
   *
   * @param night what happened, from the same steps as the state
   */
  public static List<Lesson> of(StudyState state, Night night, Importance importance) {
    List<Trial> best = best(state);
    if (best.size() < FEWEST) {
      return List.of();
    }
    List<Trial> top = best.subList(0, Math.clamp(best.size() / 10, TOP_MIN, TOP_MAX));
    List<Lesson> lessons = new ArrayList<>();
    lessons.addAll(ImportanceLessons.of(importance));
    lessons.addAll(EdgeLessons.of(state, top, importance));
    lessons.addAll(GapLessons.of(state, top, night));
    lessons.addAll(CurveLessons.of(state, top));
    lessons.addAll(RungLessons.of(state));
    lessons.addAll(FailureLessons.of(state));
    lessons.addAll(EndLessons.of(state, night));
    lessons.sort(Comparator.comparing(Lesson::kind));
    return List.copyOf(lessons);
  }

  /** The trials that reported, best value first; of two with the same the earlier one. */
  static List<Trial> best(StudyState state) {
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (trial.bestEpoch() > 0) {
        trials.add(trial);
      }
    }
    trials.sort(
        Comparator.<Trial>comparingDouble(t -> state.score(Contender.best(t)))
            .thenComparingInt(Trial::number));
    return trials;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
