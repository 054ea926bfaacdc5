package dev.thaw.core.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What to tune if there is time for one only, and what need not be tuned at all. */
final class ImportanceLessons {

  private static final double EXPLAINED_FOR_FIRST = 0.3;
  private static final double SHARE_OF_FIRST = 0.3;
  private static final double LEAD_OF_FIRST = 1.5;
  private static final double EXPLAINED_FOR_IDLE = 0.5;
  private static final double SHARE_OF_IDLE = 0.02;
  private static final int TRIALS_FOR_IDLE = 20;
  private static final int TRIALS_EACH = 4;

  private ImportanceLessons() {}

  static List<Lesson> of(Importance importance) {
    List<Lesson> lessons = new ArrayList<>();
    if (importance.shares().size() >= 2) {
      addFirst(lessons, importance);
      addIdle(lessons, importance);
    }
    return lessons;
  }

  private static void addFirst(List<Lesson> lessons, Importance importance) {
    Importance.Share first = importance.shares().get(0);
    Importance.Share second = importance.shares().get(1);
    boolean leads =
        first.total() >= SHARE_OF_FIRST && first.total() >= LEAD_OF_FIRST * second.total();
    if (leads && importance.isFirm(Lessons.FEWEST, EXPLAINED_FOR_FIRST)) {
      lessons.add(
          new Lesson(
              Lesson.Kind.TUNE_THIS,
              first.parameter(),
              List.of(
                  new Lesson.Figure("share", first.total()),
                  new Lesson.Figure("shareOfNext", second.total())),
              "if you can tune only one, tune %s: it takes part in %s of the differences between trials, the next one, %s, in %s"
                  .formatted(
                      first.parameter(),
                      Words.percent(first.total()),
                      second.parameter(),
                      Words.percent(second.total()))));
    }
  }

  /** Only what was active often enough can be called idle. */
  private static void addIdle(List<Lesson> lessons, Importance importance) {
    List<Importance.Share> idle =
        importance.shares().stream()
            .filter(share -> share.total() < SHARE_OF_IDLE && share.trials() >= TRIALS_FOR_IDLE)
            .toList();
    int fewest = Math.max(TRIALS_FOR_IDLE, TRIALS_EACH * importance.shares().size());
    if (idle.isEmpty() || !importance.isFirm(fewest, EXPLAINED_FOR_IDLE)) {
      return;
    }
    String names = idle.stream().map(Importance.Share::parameter).collect(Collectors.joining(", "));
    lessons.add(
        new Lesson(
            Lesson.Kind.MATTERS_NOT,
            idle.size() == 1 ? idle.getFirst().parameter() : null,
            idle.stream().map(s -> new Lesson.Figure(s.parameter(), s.total())).toList(),
            "fix what made no difference in %d trials, and the rest is searched faster: %s"
                .formatted(importance.trials(), names)));
  }
}
