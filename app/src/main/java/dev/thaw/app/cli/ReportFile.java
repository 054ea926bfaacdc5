package dev.thaw.app.cli;

import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.report.JournalFacts;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.summary.Watched;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The report of a study that has ended in a folder that this process owns. */
final class ReportFile {

  private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

  private ReportFile() {}

  /**
   * Writes the report of a study into its folder. Whatever is wrong with it must not hide the
   * result.
   *
   * @return the report; null if there is none
   */
  static @Nullable StudyReport write(StudyFolder folder, Watched study, Instant now) {
    StudyReport made = null;
    try {
      made =
          StudyReport.of(
              study, facts(folder, study), now, folder.directory(), StudyReport.Home.FOLDER);
      folder.keep(made);
    } catch (IOException unwritable) {
      System.err.println("thaw: the report cannot be written: " + unwritable.getMessage());
    } catch (RuntimeException broken) {
      LOG.error("the report cannot be made", broken);
      System.err.println("thaw: the report cannot be made: " + broken);
    }
    return made;
  }

  private static JournalFacts facts(StudyFolder folder, Watched study) {
    String name = study.state().spec().name();
    try {
      return JournalFacts.of(
          action -> JournalRows.forEach(folder, name, action), study.state(), Long.MAX_VALUE);
    } catch (IllegalStateException unreadable) {
      System.err.println(
          "thaw: the report lacks what only the journal knows: " + unreadable.getMessage());
      return JournalFacts.unknown();
    }
  }
}
