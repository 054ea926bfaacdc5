package dev.thaw.core.insight;

import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a study that spent its budget was still finding better values. */
final class EndLessons {

  private static final Set<StudyEnd> BY_BUDGET =
      EnumSet.of(
          StudyEnd.WALL_CLOCK_SPENT,
          StudyEnd.DEADLINE_REACHED,
          StudyEnd.GPU_HOURS_SPENT,
          StudyEnd.COST_SPENT,
          StudyEnd.TRIALS_SPENT,
          StudyEnd.EPOCHS_SPENT);

  private static final double LATE = 0.9;
  private static final long FEWEST_EPOCHS = 50;

  private EndLessons() {}

  static List<Lesson> of(StudyState state, Night night) {
    StudyEnd end = state.lifecycle().end();
    long epochs = state.progress().spending().allEpochs();
    if (end == null
        || !BY_BUDGET.contains(end)
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
