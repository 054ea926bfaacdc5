package dev.thaw.app.cli;

import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.report.Foresight;
import dev.thaw.app.report.ForesightReader;
import dev.thaw.app.report.HtmlReport;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;

/** The file with the report of a study. */
final class ReportFile {

  private ReportFile() {}

  /**
   * Writes the report of a study that runs no more, in a folder that this process owns. A report
   * that cannot be written must not hide the result.
   */
  static void write(StudyFolder folder, Watched study, Instant now) {
    String spec = SpecJson.text(study.state().spec());
    Foresight foresight = foresight(folder, study.state());
    try {
      Files.writeString(
          folder.places().report(),
          HtmlReport.render(study, foresight, now, folder.directory(), spec));
    } catch (IOException unwritable) {
      System.err.println("thaw: the report cannot be written: " + unwritable.getMessage());
    }
  }

  /** What was expected of trials is in the journal only. */
  private static Foresight foresight(StudyFolder folder, StudyState end) {
    if (!Advising.isGuided(end.spec())) {
      return Foresight.none();
    }
    var reader = new ForesightReader(end);
    try {
      JournalRows.forEach(
          folder, end.spec().name(), row -> reader.take(row.number(), row.recorded().steps()));
    } catch (IllegalStateException unreadable) {
      System.err.println("thaw: the report has no predictions: " + unreadable.getMessage());
      return Foresight.none();
    }
    return reader.foresight();
  }
}
