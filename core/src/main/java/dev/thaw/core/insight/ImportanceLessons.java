package dev.thaw.core.insight;

import java.util.ArrayList;
import java.util.List;

/** What to tune if there is time for one only, and what need not be tuned at all. */
final class ImportanceLessons {

  private static final double EXPLAINED_FOR_FIRST = 0.3;
  private static final double SHARE_OF_FIRST = 0.3;
  private static final double LEAD_OF_FIRST = 1.5;
  private static final double EXPLAINED_FOR_IDLE = 0.5;
  private static final double SHARE_OF_IDLE = 0.02;
  private static final int TRIALS_FOR_IDLE = 20;

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

  private static void addIdle(List<Lesson> lessons, Importance importance) {
    if (!importance.isFirm(TRIALS_FOR_IDLE, EXPLAINED_FOR_IDLE)) {
      return;
    }
    for (Importance.Share share : importance.shares()) {
      if (share.total() < SHARE_OF_IDLE) {
        lessons.add(
            new Lesson(
                Lesson.Kind.MATTERS_NOT,
                share.parameter(),
                List.of(
                    new Lesson.Figure("share", share.total()),
                    new Lesson.Figure("trials", importance.trials())),
                "%s made no difference in %d trials: fix it, and the others are searched faster"
                    .formatted(share.parameter(), importance.trials())));
      }
    }
  }
}
