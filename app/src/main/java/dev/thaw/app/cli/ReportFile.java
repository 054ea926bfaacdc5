package dev.thaw.app.cli;

import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.report.Foresight;
import dev.thaw.app.report.ForesightReader;
import dev.thaw.app.report.HtmlReport;
import dev.thaw.app.report.JsonReport;
import dev.thaw.app.report.MarkdownReport;
import dev.thaw.app.report.MorningReport;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.NightReader;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of a study that runs no more, in a folder that this process owns.
 *
 * @param report what it says
 * @param html the page
 * @param markdown the same as text
 * @param json the same for programs
 */
record ReportFile(MorningReport report, String html, String markdown, String json) {

  private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

  /** What only the journal knows. */
  private record Told(Night night, Foresight foresight) {}

  /** The report of a study. */
  static ReportFile of(StudyFolder folder, Watched study, Instant now) {
    Told told = told(folder, study.state());
    MorningReport report = MorningReport.of(study, told.night(), now, folder.directory());
    String spec = SpecJson.text(study.state().spec());
    return new ReportFile(
        report,
        HtmlReport.render(study, report, told.foresight(), spec),
        MarkdownReport.render(report, study.state().spec().scheduler().name()),
        JsonReport.render(report));
  }

  /**
   * Writes the report of a study into its folder. Whatever is wrong with it must not hide the
   * result.
   *
   * @return the report; null if there is none
   */
  static @Nullable ReportFile write(StudyFolder folder, Watched study, Instant now) {
    ReportFile made = null;
    try {
      made = of(folder, study, now);
      write(folder.places().report(), made.html());
      write(folder.places().reportMarkdown(), made.markdown());
      write(folder.places().reportJson(), made.json());
    } catch (IOException unwritable) {
      System.err.println("thaw: the report cannot be written: " + unwritable.getMessage());
    } catch (RuntimeException broken) {
      LOG.error("the report cannot be made", broken);
      System.err.println("thaw: the report cannot be made: " + broken);
    }
    return made;
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static Told told(StudyFolder folder, StudyState end) {
    var night = new NightReader();
    var foresight = new ForesightReader(end);
    boolean guided = Advising.isGuided(end.spec());
    try {
      JournalRows.forEach(
          folder,
          end.spec().name(),
          row -> {
            night.take(row.recorded().steps());
            if (guided) {
              foresight.take(row.number(), row.recorded().steps());
            }
          });
    } catch (IllegalStateException unreadable) {
      System.err.println(
          "thaw: the report lacks what only the journal knows: " + unreadable.getMessage());
      return new Told(Night.unknown(), Foresight.none());
    }
    return new Told(night.night(), guided ? foresight.foresight() : Foresight.none());
  }
}
