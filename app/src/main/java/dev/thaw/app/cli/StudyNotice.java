package dev.thaw.app.cli;

import dev.thaw.app.notify.Notice;
import dev.thaw.app.notify.Notifier;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.app.report.EndNotice;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.summary.StudySummary;
import org.jspecify.annotations.Nullable;

/** Tells whoever wants to know what became of a study. Never changes what did. */
final class StudyNotice {

  private final Notifier notifier;

  StudyNotice(NotifySettings settings) {
    this.notifier = new Notifier(settings);
  }

  /** The study has ended. */
  void ended(StudySummary summary, @Nullable StudyReport report) {
    send(EndNotice.of(summary, report));
  }

  /** The study cannot go on in this process. */
  void failed(String study, String why) {
    send(Notice.failed(study, why));
  }

  private void send(Notice notice) {
    notifier.send(notice).forEach(problem -> System.err.println("thaw: " + problem));
  }
}
