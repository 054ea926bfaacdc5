package dev.thaw.core.insight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rungs whose order says little of the order at the next rung, among the trials that reached both.
 * These were chosen by the first order, which by itself lowers the correlation; so a rung is only
 * named if even the upper bound of the correlation is low.
 */
final class RungLessons {

  private static final int FEWEST = 12;
  private static final double LOW = 0.5;

  private RungLessons() {}

  /** Scores of the same trials at one rung and at the next. */
  private record Pair(double now, double later) {}

  static List<Lesson> of(StudyState state) {
    SortedMap<Integer, List<Pair>> levels = new TreeMap<>();
    for (Bracket bracket : state.search().brackets()) {
      for (int rung = 0; rung < bracket.top(); rung++) {
        int from = rung;
        int epochs = bracket.rungs().get(rung).epochs();
        int next = bracket.rungs().get(rung + 1).epochs();
        levels.computeIfAbsent(epochs, level -> new ArrayList<>());
        bracket
            .rungs()
            .get(rung + 1)
            .arrived()
            .forEach(
                (standing, there) -> {
                  Trial trial = state.trial(standing.trial());
                  levels
                      .getOrDefault(epochs, List.of())
                      .add(
                          pair(
                              state,
                              trial,
                              trial.epochsAt(from, epochs),
                              trial.epochsAt(from + 1, next)));
                });
      }
    }
    List<Lesson> lessons = new ArrayList<>();
    for (Map.Entry<Integer, List<Pair>> level : levels.entrySet()) {
      add(lessons, state.spec().fidelity().name(), level.getKey(), level.getValue());
    }
    return lessons;
  }

  private static Pair pair(StudyState state, Trial trial, int now, int later) {
    return new Pair(state.score(trial.curve().value(now)), state.score(trial.curve().value(later)));
  }

  private static void add(List<Lesson> lessons, String unit, int epochs, List<Pair> pairs) {
    if (pairs.size() < FEWEST) {
      return;
    }
    double correlation =
        RankCorrelation.of(
            pairs.stream().mapToDouble(Pair::now).toArray(),
            pairs.stream().mapToDouble(Pair::later).toArray());
    double bound = RankCorrelation.upperBound(correlation, pairs.size());
    if (bound < LOW) {
      lessons.add(
          new Lesson(
              Lesson.Kind.RUNG_DECIDES_BADLY,
              null,
              List.of(
                  new Lesson.Figure("epochs", epochs),
                  new Lesson.Figure("rankCorrelation", correlation),
                  new Lesson.Figure("upperBound", bound),
                  new Lesson.Figure("trials", pairs.size())),
              "the rung at %d %s decides badly: of %d trials that went on, its order has a rank correlation of %s with that at the next rung; begin later, with a larger fidelity min"
                  .formatted(epochs, unit, pairs.size(), Words.number(correlation))));
    }
  }
}
