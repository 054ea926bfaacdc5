package dev.thaw.core.insight;

import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyState;
import java.util.List;

/** Whether a study that spent its budget was still finding better values. */
final class EndLessons {

  private static final double LATE = 0.9;
  private static final long FEWEST_EPOCHS = 50;

  private EndLessons() {}

  static List<Lesson> of(StudyState state, Night night) {
    StudyEnd end = state.lifecycle().end();
    long epochs = state.progress().spending().allEpochs();
    if (end == null
        || end == StudyEnd.SEARCH_EXHAUSTED
        || end == StudyEnd.EVERYTHING_FAILS
        || night.improvements().isEmpty()
        || epochs < FEWEST_EPOCHS) {
      return List.of();
    }
    Night.Improvement last = night.improvements().getLast();
    double when = (double) last.epochs() / epochs;
    return when < LATE
        ? List.of()
        : List.of(
            new Lesson(
                Lesson.Kind.GO_ON,
                null,
                List.of(new Lesson.Figure("shareOfEpochs", when)),
                "the best value came after %s of the epochs: a larger budget may well find a better one"
                    .formatted(Words.percent(when))));
  }
}
