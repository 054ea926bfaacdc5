package dev.thaw.app.report;

import dev.thaw.app.notify.Notice;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is said of a study that has ended. */
public final class EndNotice {

  private EndNotice() {}

  /**
   * The notice.
   *
   * @param report null if there is none
   */
  public static Notice of(StudySummary summary, @Nullable StudyReport report) {
    return new Notice(
        summary.study(),
        Notice.Event.ENDED,
        headline(summary),
        summary,
        report == null ? null : report.markdown(),
        report == null ? null : report.html());
  }

  /** The outcome in one line. */
  static String headline(StudySummary summary) {
    StudySummary.Best best = summary.best();
    String result =
        best == null
            ? "without any value"
            : "best %s %s (trial %d)"
                .formatted(summary.metric(), Figures.value(best.value()), best.trial());
    return "%s ended after %s: %s, %s"
        .formatted(
            summary.study(),
            Figures.duration(Duration.ofMillis((long) (1000 * summary.wallSeconds()))),
            result,
            Figures.count(summary.trials().started(), "trial"));
  }
}
