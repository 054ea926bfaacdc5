package dev.thaw.app.cli;

import dev.thaw.app.notify.Notice;
import dev.thaw.app.notify.Notifier;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells whoever wants to know what became of a study. Never changes what did. */
final class StudyNotice {

  private final Notifier notifier;

  StudyNotice(NotifySettings settings) {
    this.notifier = new Notifier(settings);
  }

  /** The study has ended. */
  void ended(StudySummary summary, @Nullable ReportFile report) {
    send(
        new Notice(
            summary.study(),
            Notice.Event.ENDED,
            headline(summary),
            summary,
            report == null ? null : report.markdown(),
            report == null ? null : report.html()));
  }

  /** The study cannot go on in this process. */
  void failed(String study, String why) {
    send(Notice.failed(study, why));
  }

  private void send(Notice notice) {
    notifier.send(notice).forEach(problem -> System.err.println("thaw: " + problem));
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
